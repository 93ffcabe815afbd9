flow "us-to-eu" {
  source = clusters.us
  target = cluster.eu
  topics { include = [orders] }
}
flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  topics = topic.business
}
