variable "name" {
  type = string
}

cluster "this" {
  bootstrap = ["${var.name}.example:9092"]
}

output "cluster" {
  value = cluster.this
}

output "login" {
  value = { user = "strait", password = env("PASSWORD") }
}
