strait {
  defaults {
    start = env("START")
  }
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
  tls {}
}

flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}

flow "clicks" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["clicks"] }
}
