flow "us-to-eu" {
  source    = cluster.us
  target    = cluster.eu
  separator = "::"
  topics { include = ["orders"] }
}

flow "eu-to-us" {
  source    = cluster.eu
  target    = cluster.us
  separator = ""
  topics { include = ["orders"] }
}
