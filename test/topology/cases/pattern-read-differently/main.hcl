flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["[a-z&&[^q]]+", "v\\d{1,3}", "orders,payments"]
  }
}
