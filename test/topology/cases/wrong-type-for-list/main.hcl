cluster "ap" {
  bootstrap = 9092
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = "orders.*, payments" }
}
