cluster "us" {
}
