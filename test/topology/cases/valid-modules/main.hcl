cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

topics "business" {
  include = ["orders.*"]
}

module "region" {
  for_each = { eu = "eu.example.com:9092", us = "us.example.com:9092" }
  source   = "./modules/region"

  broker = each.value
  hub    = cluster.hub
  topics = topics.business
}

module "audit" {
  source   = "./modules/audit"
  clusters = { for key, region in module.region : key => region.cluster }
  hub      = cluster.hub
}

flow "back" {
  source = cluster.hub
  target = module.region["eu"].cluster
  naming = module.audit.naming

  topics {
    include = ["news"]
  }
}

output "flows" {
  value = values(module.region)[*].cluster
}
