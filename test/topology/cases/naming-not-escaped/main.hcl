flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "${source}_${topic}"
  topics { include = ["orders"] }
}
