cluster {
  bootstrap = ["us.example.com:9092"]
}
