flow "us-to-eu" {
  source           = cluster.us
  target           = cluster.eu
  bytes_per_second = "40MiB"
  sync             = true
  topics { include = ["orders.*"] }
}
