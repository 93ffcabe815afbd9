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
  from    = flow.gone
  destroy = true
}

removed {
  from    = flow.gone
  destroy = false
}

moved {
  from = flow.gone
  to   = flow.orders
}
