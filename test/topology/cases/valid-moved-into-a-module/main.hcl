cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

module "region" {
  for_each = ["eu"]
  source   = "./region"
  hub      = cluster.hub
}

moved {
  from = flow.collect
  to   = module.region["eu"].flow.collect
}

removed {
  from    = module.region["us"].flow.collect
  destroy = false
}

import {
  to    = module.region["eu"].flow.collect
  topic = "region-eu--local.orders"
}
