cluster "us" {
  bootstrap = ["us-1.example.com:9092", "us-2.example.com"]
}
