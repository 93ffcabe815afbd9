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

import {
  to = topic.eu["us.orders"]
}

import {
  to    = flow.orders
  topic = "us.orders-v2"
}

removed {
  from    = topic.eu["us.audit"]
  destroy = false
}

removed {
  from    = acl.eu["allow User:billing read on topic us.audit"]
  destroy = true
}

removed {
  from    = flow.audit
  destroy = false
}
