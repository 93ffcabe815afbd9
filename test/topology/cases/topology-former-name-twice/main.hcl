strait {
  formerly = ["billing", "billing"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
