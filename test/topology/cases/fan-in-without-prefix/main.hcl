cluster "spoke" {
  for_each  = ["oslo", "berlin"]
  bootstrap = ["${each.key}.example.com:9092"]
}

flow "to-hub" {
  for_each = ["oslo", "berlin"]
  source   = cluster.spoke[each.key]
  target   = cluster.eu
  naming   = "identity"
  topics { include = ["payments"] }
}
