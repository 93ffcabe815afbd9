cluster "us" {
  bootstrap {
    servers = ["us.example.com:9092"]
  }
}
