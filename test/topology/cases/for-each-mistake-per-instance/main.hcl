cluster "spoke" {
  for_each = {
    oslo   = "oslo.example.com:9092"
    berlin = "berlin.example.com"
    lisbon = "lisbon.example.com"
  }
  bootstrap = [each.value]
  tsl {}
}
