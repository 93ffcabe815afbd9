groups "billing" {
  include = ["billing-(.*"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
  groups = groups.billing
  configs { exclude = ["min.insync.replicas", "+"] }
}
