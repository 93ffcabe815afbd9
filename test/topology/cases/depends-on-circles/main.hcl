cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "a" {
  depends_on = [module.region["x"]]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["a"]
  }
}

flow "alone" {
  for_each   = ["one", "two"]
  depends_on = [flow.alone["one"]]

  source = cluster.us
  target = cluster.eu

  topics {
    include = [each.key]
  }
}

flow "outside" {
  depends_on = [flow.a, flow.alone]

  source = cluster.us
  target = cluster.eu

  topics {
    include = ["outside"]
  }
}

module "region" {
  for_each   = ["x", "y"]
  source     = "./region"
  depends_on = [acl.reader]

  name   = each.key
  source_cluster = cluster.us
  target = cluster.eu
}
