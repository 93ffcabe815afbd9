topics "none" {
  include = []
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.none
}
