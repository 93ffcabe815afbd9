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
  from = topics.business
  to   = topics.shop
}

moved {
  from = cluster.eu
  to   = cluster.europe
}
