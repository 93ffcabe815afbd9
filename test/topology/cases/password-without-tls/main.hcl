cluster "us" {
  bootstrap = ["us.example.com:9092"]

  sasl {
    mechanism = "plain"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]

  sasl {
    mechanism = "scram-sha-256"
    username  = "strait"
    password  = env("EU_PASSWORD")
  }
}
