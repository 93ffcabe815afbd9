variable "token" {
  default   = "hunter2"
  sensitive = true
}

cluster "us" {
  bootstrap = ["us.example:9092"]
}

output "nested" {
  value = { us = [{ address = "us.example:9092", token = var.token }] }
}

output "secret" {
  value = [env("US_PASSWORD")]
}

output "marked" {
  value     = { token = var.token }
  sensitive = true
}

output "uncovered" {
  value = [nonsensitive(var.token)]
}
