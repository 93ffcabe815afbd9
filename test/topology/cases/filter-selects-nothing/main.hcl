flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders.*", "orders /.*", "__consumer_offsets", "a\\.replica", "payments"]
    exclude = ["pay.*"]
  }
}
