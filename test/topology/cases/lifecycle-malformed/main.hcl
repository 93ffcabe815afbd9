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
    protect        = "maybe"
    ignore_changes = ["retention(\\.ms"]
    drift          = "revert_all"
    prevent_destroy = true
  }

  topics {
    include = ["orders.*"]
  }
}

