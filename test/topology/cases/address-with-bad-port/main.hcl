cluster "us" {
  bootstrap = ["us.example.com:90922", ":9092", "fe80::1:9092"]
}
