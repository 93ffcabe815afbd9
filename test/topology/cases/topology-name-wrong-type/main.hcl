strait {
  name     = ["payments"]
  formerly = "billing"
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
