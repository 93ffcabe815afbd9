variable "hub" {
  type = cluster
}

cluster "local" {
  bootstrap = ["local.example.com:9092"]
}

flow "collect" {
  source = cluster.local
  target = var.hub
  topics { include = ["orders"] }
}
