locals {
  password = env("US_PASSWORD")
}

variable "token" {
  default   = "abc"
  sensitive = true
}

output "password" {
  value = local.password
}

output "token" {
  value = var.token
}

output "nothing" {
}
