topics "business" {
  include = ["orders.*", "payments"]
  exclude = [glob("*.draft")]
}

module "region" {
  for_each = var.regions
  source   = "./modules/region"

  bootstrap = each.value.bootstrap
  start     = each.value.start
  limit     = each.value.limit
  central   = cluster.central
  topics    = topics.business
}

# What is made of all regions comes back to each under its own name.
flow "reports" {
  for_each = { for name, region in module.region : name => region.cluster }
  source   = cluster.central
  target   = each.value
  naming   = "identity"
  topics { include = ["reports"] }

  offsets { sync = false }
}

output "clusters" {
  value = { for name, region in module.region : name => region.cluster }
}
