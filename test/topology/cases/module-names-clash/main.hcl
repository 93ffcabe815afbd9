cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

module "region" {
  for_each = ["eu"]
  source   = "./region"
  hub      = cluster.hub
}

module "region-eu" {
  source = "./region"
  hub    = cluster.hub
}

module "other" {
  source = "./region"
  hub    = cluster.hub
}

cluster "other--local" {
  bootstrap = ["other.example.com:9092"]
}
