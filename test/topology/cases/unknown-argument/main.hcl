cluster "us" {
  bootstraps = ["us.example.com:9092"]
}
