cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

module "copy" {
  source = "./copy"
  from   = cluster.us
  to     = cluster.eu
}

flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}

flow "home" {
  source = cluster.eu
  target = cluster.us
  naming = "identity"
  topics { include = [".*"] }
}
