topics "business" {
  include = ["orders.*"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.business

  topics {
    include = ["payments"]
  }
}
