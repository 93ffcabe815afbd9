cluster "local" {
  bootstrap = ["local.example.com:9092"]
}

output "cluster" {
  value = cluster.local
}
