variable "a" {
  default = 1

  validation {
    condition = var.a > 2
  }

  validation {
    condition     = "yes"
    error_message = "No."
  }

  validation {
    condition     = var.b > 2
    error_message = "No."
  }

  validation {
    conditon      = true
    error_message = "No."
  }

  validation {
    condition = "whatever"
  }
}
