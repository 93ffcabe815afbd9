variable "ports" {
  type    = map(number)
  default = { us = 9092, eu = "kafka" }
}
