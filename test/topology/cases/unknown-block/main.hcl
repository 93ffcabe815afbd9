flwo "us-to-eu" {
}
