cluster "ap" {
  bootstrap = ["ap.example.com:9092"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders.*"] }
}

flow "ap-to-eu" {
  source = cluster.ap
  target = cluster.eu
  naming = "identity"
  topics { include = [".*"] }
}
