dynamic "cluster" {
  for_each = ["us"]
}

lifecycle {
  protect = true
}

sasl {
}

variable "a" {
  default = 1

  dynamic "validation" {
    for_each = []
  }
}
