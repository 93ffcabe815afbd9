topics "shared" {
  include = ["orders.*", "inventory.*", "customers.*"]
}

# Both directions at once. The prefix tells where a topic came from, so `east.orders`
# is never copied back to east: there is no loop.
flow "east-to-west" {
  source = cluster.east
  target = cluster.west
  topics = topics.shared
}

flow "west-to-east" {
  source = cluster.west
  target = cluster.east
  topics = topics.shared
}
