cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls       = { ca_file = "ca.pem" }
}
