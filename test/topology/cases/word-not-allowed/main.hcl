flow "us-to-eu" {
  source    = cluster.us
  target    = cluster.eu
  delivery  = "exactly-once"
  on_gap    = "ignore"
  on_poison = "dead-letter"
  engine    = "Connect"
  topics { include = ["orders"] }
  offsets { on_conflict = "never_rewnd" }
  offset_syncs { location = "both" }
}
