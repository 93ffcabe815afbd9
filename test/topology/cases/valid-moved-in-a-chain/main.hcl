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
  from = flow.first
  to   = flow.second
}

moved {
  from = flow.second
  to   = flow.orders
}
