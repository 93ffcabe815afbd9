flow "us-to-us" {
  source = cluster.us
  target = cluster.us
  topics { include = ["orders"] }
}
