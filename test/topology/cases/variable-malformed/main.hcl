variable "a" {
  type = strnig
}

variable "b" {
  type = list(string, number)
}

variable "c" {
  type     = "string"
  nullable = "no"
  optional = true
}

variable "d" {
  nullable = false
  default  = null
}
