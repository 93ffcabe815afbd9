flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = { kind = "prefix" }
  topics = ["orders.*"]
}
