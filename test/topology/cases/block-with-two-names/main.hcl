cluster "us" "east" {
  bootstrap = ["us.example.com:9092"]
}
