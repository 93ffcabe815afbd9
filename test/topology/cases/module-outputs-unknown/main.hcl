cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

module "region" {
  source = "./region"
}

module "regions" {
  for_each = ["eu", "us"]
  source   = "./region"
}

flow "a" {
  source = module.region.clustr
  target = cluster.hub
  topics { include = ["a"] }
}

flow "b" {
  source = module.regions.cluster
  target = module.regions["uk"].cluster
  topics { include = ["b"] }
}

flow "c" {
  source = module.regions["eu"].name
  target = module.other.cluster
  topics { include = ["c"] }
}

flow "d" {
  source = module.regions["us"]
  target = module.region.cluster.local
  topics { include = ["d"] }
}
