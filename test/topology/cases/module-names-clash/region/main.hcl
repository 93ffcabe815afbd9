variable "hub" {
  type = cluster
}

cluster "local" {
  bootstrap = ["local.example.com:9092"]
}
