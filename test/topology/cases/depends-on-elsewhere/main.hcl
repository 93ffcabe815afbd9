strait {
  defaults {
    depends_on = [flow.orders]
  }
}

cluster "us" {
  bootstrap  = ["us.example.com:9092"]
  depends_on = [cluster.eu]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

topics "business" {
  include    = ["business.*"]
  depends_on = [flow.orders]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics {
    include    = ["orders"]
    depends_on = [topics.business]
  }
}

output "brokers" {
  value      = "x"
  depends_on = [flow.orders]
}

locals {
  first = [flow.orders]
}

module "region" {
  source = "./region"
}
