locals {
  self     = local.self
  a        = local.b
  b        = "${local.c}"
  c        = [for x in [1] : local.a]
  any      = [for key in ["x"] : local[key]]
  clusters = keys(cluster.spoke)
}

cluster "spoke" {
  for_each  = local.clusters
  bootstrap = ["a:1"]
}
