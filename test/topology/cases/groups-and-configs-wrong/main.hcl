flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }

  groups {
    includes = [".*"]
  }

  configs {
    exclude = "min.insync.replicas"
  }

  lifecycle {
    protect        = "always"
    ignore_change  = ["configs"]
  }
}
