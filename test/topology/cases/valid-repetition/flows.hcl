flow "to-hub" {
  for_each = cluster.spoke
  source   = each.value
  target   = cluster.hub
  topics { include = ["${each.key}-.*", "orders"] }
}

flow "from-hub" {
  source = cluster.hub
  target = cluster.spoke["oslo"]
  topics { include = ["prices"] }
}
