locals {
  port = 9092
}

variable "us_bootstrap" {
  default = ["us.example.com:${local.port}"]
}
