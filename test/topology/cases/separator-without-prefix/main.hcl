flow "us-to-eu" {
  source    = cluster.us
  target    = cluster.eu
  naming    = "identity"
  separator = "_"
  topics { include = ["orders"] }
}
