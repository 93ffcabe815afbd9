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
  from = flow.a
  to   = flow.orders
}

moved {
  from = flow.b
  to   = flow.orders
}

moved {
  from = flow.c
  to   = flow.d
}

moved {
  from = flow.d
  to   = flow.c
}
