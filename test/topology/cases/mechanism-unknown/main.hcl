cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}

  sasl {
    mechanism = "SCRAM-SHA-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
  tls {}

  sasl {
    mechanism = "gssapi"
    username  = "strait"
    password  = env("EU_PASSWORD")
  }
}
