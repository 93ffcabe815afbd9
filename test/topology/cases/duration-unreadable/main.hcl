flow "us-to-eu" {
  source           = cluster.us
  target           = cluster.eu
  refresh_interval = "1 minute"
  topics { include = ["orders"] }
  offsets { interval = "5" }
  heartbeats { interval = "often" }
  checkpoints { interval = true }
}
