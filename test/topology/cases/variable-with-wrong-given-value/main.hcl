variable "brokers" {
  type = list(string)
}

variable "factor" {
  type = number
}

variable "sync" {
  type = bool
}

variable "regions" {
  type = map(string)
}
