variable "token" {
  type      = string
  sensitive = true
}

output "password" {
  value     = env("US_PASSWORD")
  sensitive = true
}

output "leaked" {
  value = var.token
}

output "token" {
  value     = var.token
  sensitive = true
}
