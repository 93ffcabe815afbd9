strait {
  deletes {
    topic  = true
    acls   = "sometimes"
  }

  brake {
    count   = -1
    percent = 101
  }

  brake {
    count = 1.5
  }
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

  topics {
    include = ["orders.*"]
  }
}

