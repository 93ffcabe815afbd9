cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders.*"]
  }
}

removed {
  from    = flow.orders
  destroy = true
}

removed {
  from = flow.gone
}

removed {
  from    = flow.gone[0]
  destroy = "yes"
  force   = true
}
