strait {
  name     = "payments"
  formerly = ["billing", "payments"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
