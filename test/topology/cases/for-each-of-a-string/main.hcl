cluster "spoke" {
  for_each  = "oslo"
  bootstrap = ["oslo.example.com:9092"]
}
