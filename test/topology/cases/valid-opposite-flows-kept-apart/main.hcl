flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "identity"
  topics {
    include = ["us-.*"]
  }
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  naming = "identity"
  topics {
    include = [".*"]
    exclude = ["us-.*"]
  }
}
