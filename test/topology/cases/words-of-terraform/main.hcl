cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "us-to-eu" {
  source     = cluster.us
  target     = cluster.eu
  depends_on = [cluster.us]
  provider   = kafka.us

  topics {
    include = ["${path.module}", count.index, terraform.workspace, self.name, data.x.y]
  }
}

locals {
  flow = flow.us-to-eu
}

resource "kafka_topic" "orders" {
}

check "fresh" {
}

acl "reader" {
}
