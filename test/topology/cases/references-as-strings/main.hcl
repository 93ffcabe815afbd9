topics "business" {
  include = ["orders.*"]
}

flow "us-to-eu" {
  source = "us"
  target = "cluster.eu"
  topics = "business"
}
