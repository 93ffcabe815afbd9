variable "factor" {
  type = number

  validation {
    condition     = var.factor >= 3
    error_message = "Production topics have at least three replicas."
  }

  validation {
    condition     = var.factor
    error_message = "Never seen."
  }

  validation {
    condition = var.factor > 0
  }
}
