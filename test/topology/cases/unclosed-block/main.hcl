cluster "us" {
  bootstrap = ["us.example.com:9092"]
