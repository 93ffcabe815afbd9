variable "name" {
  type = string
}

locals {
  upper = uper(var.name)
}

cluster "local" {
  bootstrap = ["${var.name}.example.com"]
}

cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

flow "collect" {
  source = cluster.locl
  target = cluster.hub
  topics { include = ["orders"] }
}

flow "back" {
  source = cluster.hub
  target = cluster.local
  naming = "prefiks"
  topics { include = ["[a"] }
}
