cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

topics "business" {
  include = ["orders"]
}

module "region" {
  source   = "./region"
  cluster  = topics.business
  filter   = cluster.hub
  groups   = topics.business
  password = "hunter2"
  clusters = { hub = cluster.hub, other = "hub" }
}
