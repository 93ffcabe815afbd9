cluster "us" {
  bootstrap = ["us.example.com:9092"]

  tls {
    ca_files = "ca.pem"
    verify   = false
  }
}
