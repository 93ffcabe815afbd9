flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "$${sorce}_$${topic}"
  topics { include = ["orders"] }
}
