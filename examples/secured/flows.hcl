flow "primary-to-standby" {
  source = cluster.primary
  target = cluster.standby
  topics { include = [".*"] }

  replication_factor = 3

  # The account on the source may only read: offset syncs are kept on the target.
  offset_syncs { location = "target" }

  lifecycle { protect = true }
}
