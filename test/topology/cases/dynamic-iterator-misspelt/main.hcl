cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

groups "billing" {
  include = ["billing.*"]
}

topics "business" {
  include = ["orders"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.business

  dynamic "groups" {
    for_each = ["billing"]
    content {
      include = [groups.valu]
      exclude = [groups.biling]
    }
  }

  dynamic "limits" {
    for_each = [10]
    iterator = it
    content {
      bytes_per_second = it.velue
    }
  }
}
