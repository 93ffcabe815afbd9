flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  replication_factor = 1.5
  topics { include = ["orders"] }
}
