cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

topics "business" {
  include = ["business.*"]
}

groups "billing" {
  include = ["billing-.*"]
}

flow "hub" {
  for_each = ["x", "y"]

  source = cluster.us
  target = cluster.eu

  topics {
    include = [each.key]
  }
}

flow "late" {
  depends_on = [cluster.us, topics.business, groups.billing, flow.hub["x"], flow.hub["x"], flow.hub, flow.hub["y"]]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["late"]
  }
}
