flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
  limits { bytes_per_second = "40mib" }
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  topics { include = ["orders"] }
  limits { bytes_per_second = "40 Mbit/s" }
}
