flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  replication_factor = -3
  topics { include = ["orders"] }
}
