variable "brokers" {
  type = list(string)
}

variable "secret" {
  type      = number
  sensitive = true
}
