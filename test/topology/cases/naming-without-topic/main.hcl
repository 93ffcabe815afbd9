flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "from-$${source}"
  topics { include = ["orders"] }
}
