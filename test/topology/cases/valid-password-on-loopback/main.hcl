cluster "us" {
  bootstrap = ["127.0.0.1:9092"]

  sasl {
    mechanism = "plain"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}
