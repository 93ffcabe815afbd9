flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "prefixed"
  topics { include = ["orders"] }
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  naming = "source_topic"
  topics { include = ["orders"] }
}
