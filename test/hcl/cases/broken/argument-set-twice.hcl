cluster "us" {
  bootstrap  = ["127.0.0.1:9092"]
  cluster_id = "a"
  bootstrap  = ["127.0.0.1:9093"]
}
