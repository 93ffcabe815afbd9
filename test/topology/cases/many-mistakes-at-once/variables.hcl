variable "region" {
  type = strin
}

variable "region" {
  default = "us"
}
