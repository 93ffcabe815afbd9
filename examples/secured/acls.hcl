# Who may read the copies, and go on from the translated offsets, once the standby takes over.
locals {
  applications = ["billing", "search"]
}

acl "reads-copies" {
  for_each = local.applications

  cluster       = cluster.standby
  principal     = "User:${each.key}"
  operations    = ["read", "describe"]
  resource_type = "topic"
  resource_name = "primary."
  pattern_type  = "prefixed"
}

acl "own-groups" {
  for_each = local.applications

  cluster       = cluster.standby
  principal     = "User:${each.key}"
  operations    = ["read"]
  resource_type = "group"
  resource_name = "${each.key}-"
  pattern_type  = "prefixed"
}
