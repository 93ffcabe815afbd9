cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
  }
}
