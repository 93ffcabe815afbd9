flow us-to-eu" {
  source = cluster.us
}

cluster "us" {
  bootstrap = [
}
