flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  replication_factor = 0
  topics { include = ["orders"] }
  offsets { interval = "0s" }
  limits { bytes_per_second = -1 }
}
