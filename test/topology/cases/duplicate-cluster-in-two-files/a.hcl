cluster "us" {
  bootstrap = ["a.example.com:9092"]
}
