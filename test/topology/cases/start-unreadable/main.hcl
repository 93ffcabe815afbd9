flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  start  = "2026-01-31"
  topics { include = ["orders"] }
}
