cluster "us" {
  bootstrap = ["us.example.com:9092"]

  ssl {
    ca_file = "ca.pem"
  }
}
