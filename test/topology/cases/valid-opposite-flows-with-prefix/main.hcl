flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = [".*"] }
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  topics { include = [".*"] }
}
