flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "$${source}/$${topic}"
  topics { include = ["orders"] }
}
