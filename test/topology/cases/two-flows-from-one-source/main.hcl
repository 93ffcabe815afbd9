flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders.*"] }
}

flow "returns" {
  source = cluster.us
  target = cluster.eu
  topics { include = [".*-returns"] }
}
