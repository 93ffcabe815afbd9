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

moved {
  from = flow.orders
  to   = flow.oders
}

moved {
  from = "flow.a"
  to   = cluster.us
}

moved {
  to = flow.orders
}

moved {
  from = flow.x
  to   = flow.x
}
