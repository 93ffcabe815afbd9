cluster "spoke" {
  for_each  = { "oslo.no" = "oslo.example.com:9092" }
  bootstrap = [each.value]
}
