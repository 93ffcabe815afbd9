variable "source" {
  default = "x"
}

variable "for_each" {
  default = "x"
}

variable "broker" {
  default = "x"

  validation {
    condition     = strcontains(var.broker, ":")
    error_message = "A broker is written as host:port."
  }
}
