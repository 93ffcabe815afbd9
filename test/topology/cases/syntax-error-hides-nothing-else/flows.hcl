flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders.*"] }
}
