cluster "spoke" {
  for_each  = ["oslo", "berlin"]
  bootstrap = ["${each.key}.example.com:9092"]
}

flow "spokes-to-eu" {
  source = cluster.spoke
  target = cluster.eu
  topics { include = ["orders.*"] }
}
