flow "us-to-eu" {
  source = cluster.us-east
  target = cluster.eu-wset
  topics { include = ["orders.*"] }
}
