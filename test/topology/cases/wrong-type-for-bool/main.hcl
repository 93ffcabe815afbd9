flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
  acls { sync = "yes" }
  configs { sync = 1 }
}
