variable "source_bootstrap" {
  type    = list(string)
  default = ["127.0.0.1:19092"]
}

variable "target_bootstrap" {
  description = "Brokers of each target, by region."
  type        = map(list(string))
  default = {
    eu = ["127.0.0.1:29092"]
    us = ["127.0.0.1:29093"]
    ap = ["127.0.0.1:29094"]
  }
}

cluster "origin" {
  bootstrap = var.source_bootstrap
}

cluster "region" {
  for_each  = var.target_bootstrap
  bootstrap = each.value
}
