topics "business" {
  include = ["orders.*"]
}

flow "us-to-eu" {
  source = topics.business
  target = cluster.eu
  topics = cluster.us
  groups = topics.business
}
