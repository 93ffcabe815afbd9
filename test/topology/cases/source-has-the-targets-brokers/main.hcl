cluster "us" {
  bootstrap = ["a.example.com:9092", "b.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["b.example.com:9092"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}
