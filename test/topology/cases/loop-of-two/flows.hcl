flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "identity"
  topics { include = ["orders.*"] }
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  naming = "identity"
  topics { include = [".*-returns"] }
}
