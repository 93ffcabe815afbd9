cluster "us" {
  bootstrap = ["SASL_SSL://us.example.com:9092"]
}
