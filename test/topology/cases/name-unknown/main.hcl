flow "us-to-eu" {
  source = clusters.us
  target = cluster.eu
  topics { include = [orders] }
}
