strait {
  defaults {
    groups {
      include = ["billing-.*"]
      exclude = ["billing-test"]
    }
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

groups "every" {
  include = [".*"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
  groups { exclude = ["billing-old"] }
}

flow "clicks" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["clicks"] }
  groups = groups.every
}
