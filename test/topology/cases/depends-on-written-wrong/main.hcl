cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

variable "first" {
  default = "orders"
}

locals {
  hubs = { eu = "readings" }
}

output "brokers" {
  value = "x"
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders"]
  }
}

flow "hub" {
  for_each   = local.hubs
  depends_on = flow.orders

  source = cluster.us
  target = cluster.eu

  topics {
    include = [each.value]
  }
}

flow "late" {
  depends_on = [
    flow.oders,
    flow.hub["eus"],
    flow.hub.us,
    flow.hub[each.key],
    flow.hub["${var.first}"],
    flow.hub[*],
    "flow.orders",
    "hub",
    "nothing at all",
    flow.orders.topics,
    flow.hub["eu"].topics,
    flow,
    var.first,
    local.hubs,
    output.brokers,
    topic.eu["us.orders"],
    flows.orders,
    resource.x,
    module.regions,
    module.region.hub,
    module.many["x"].flow.inner,
    module.many["z"],
    cluster.uss,
    acl.reader,
    try(flow.orders, null),
    42,
  ]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["late"]
  }
}

flow "computed" {
  depends_on = concat([flow.orders], [])

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["computed"]
  }
}

flow "null" {
  depends_on = null

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["null"]
  }
}

flow "block" {
  depends_on {
  }

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["block"]
  }
}

module "region" {
  source = "./region"
}

module "many" {
  for_each   = ["x", "y"]
  source     = "./region"
  depends_on = ["region"]
}
