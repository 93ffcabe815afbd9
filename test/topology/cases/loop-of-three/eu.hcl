flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "identity"
  topics { include = ["orders"] }
}
