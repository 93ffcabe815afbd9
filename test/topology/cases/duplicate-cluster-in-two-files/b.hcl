cluster "us" {
  bootstrap = ["b.example.com:9092"]
}
