flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  replication_factor = "three"
  topics { include = ["orders"] }
}
