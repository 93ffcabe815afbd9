flow "us-to-eu" {
  source = cluster.us

  topics {
    include = ["orders"]

  limits {
    bytes_per_second = "40MiB"
  }
}

cluster "us" {
  bootstrap = ["a:1"]
}
