cluster "spoke" {
  for_each  = ["oslo", "berlin"]
  bootstrap = ["${each.key}.example.com:9092"]
}

flow "oslo-to-eu" {
  source = cluster.spoke["olso"]
  target = cluster.eu
  topics { include = ["orders.*"] }
}
