flow "us-${region}" {
  source = cluster.us
}

b = [1 2]
