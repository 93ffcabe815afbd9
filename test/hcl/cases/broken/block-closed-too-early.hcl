flow "us-to-eu" {
  topics {
    include = ["a"]
  }
  }
  source = cluster.us
}
