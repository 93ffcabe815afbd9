variable "clusters" {
  type = map(cluster)
}

variable "hub" {
  type = cluster
}

topics "audit" {
  include = ["audit"]
}

module "mirror" {
  for_each = var.clusters
  source   = "../mirror"
  from     = each.value
  to       = var.hub
  topics   = topics.audit
}

output "naming" {
  value = "copy-$${topic}"
}
