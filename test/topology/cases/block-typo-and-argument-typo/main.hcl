cluster "us" {
  brokers = ["us.example.com:9092"]
  sals {
    user = "strait"
  }
}

flow "us-to-eu" {
  from = cluster.us
  to   = cluster.us
}
