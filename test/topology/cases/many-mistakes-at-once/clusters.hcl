cluster "us" {
  bootstrap = ["us.example.com"]
  tls       = true
}

cluster "eu" {
  bootstraps = ["eu.example.com:9092"]

  sasl {
    mechanism = "scram"
    username  = "strait"
    password  = "hunter2"
  }
}
