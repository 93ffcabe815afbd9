cluster "us-east" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "us-to-eu" {
  source    = cluster.us-east
  target    = cluster.eu
  separator = "-"
  topics { include = ["orders"] }
}
