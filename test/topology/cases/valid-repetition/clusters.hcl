locals {
  spokes = {
    oslo   = "oslo.example.com:9092"
    berlin = "berlin.example.com:9092"
  }
}

cluster "spoke" {
  for_each  = local.spokes
  bootstrap = [each.value]
}

cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}
