strait {
  deletes {
    topics = true
    acls   = var.prune
  }

  brake {
    count = 20
  }
}

variable "prune" {
  default = true
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  lifecycle {
    protect        = true
    ignore_changes = ["retention\\.ms", regex("segment\\..*")]
    drift          = "report"
  }

  topics {
    include = ["orders.*"]
  }
}

moved {
  from = flow.us-to-eu
  to   = flow.orders
}

removed {
  from    = flow.old["eu"]
  destroy = false
}

import {
  to    = flow.orders
  topic = "us.orders"
}
