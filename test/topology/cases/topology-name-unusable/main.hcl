strait {
  name     = "pay ments"
  formerly = ["billing", "2nd try"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
