cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

topics "business" {
  include = ["business.*"]
}

acl "agents" {
  for_each = ["a", "b"]

  cluster       = cluster.eu
  principal     = "User:${each.key}"
  operations    = ["write"]
  resource_type = "topic"
  resource_name = "*"
}

flow "orders" {
  depends_on = [acl.agents]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders"]
  }
}

flow "hub" {
  for_each   = { eu = "readings", us = "meters" }
  depends_on = [flow.orders, acl.agents["a"], module.region["north"]]

  source = cluster.us
  target = cluster.eu

  topics {
    include = [each.value]
  }
}

flow "late" {
  depends_on = [
    flow.hub["eu"], # one of them
    module.region,
    module.plain,
  ]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["late"]
  }
}

flow "whenever" {
  depends_on = []

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["whenever"]
  }
}

acl "reader" {
  depends_on = [flow.late, flow.hub]

  cluster       = cluster.eu
  principal     = "User:reader"
  operations    = ["read"]
  resource_type = "topic"
  resource_name = "us.late"
}

module "region" {
  for_each   = ["north", "south"]
  source     = "./region"
  depends_on = [flow.orders]

  name   = each.key
  source_cluster = cluster.us
  target = cluster.eu
}

# What it waits for needs one of its outputs: values are there before anything is applied.
module "plain" {
  source     = "./region"
  depends_on = [module.region["south"]]

  name   = module.region["north"].name
  source_cluster = cluster.us
  target = cluster.eu
}
