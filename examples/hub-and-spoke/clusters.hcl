variable "hub_bootstrap" {
  type    = list(string)
  default = ["127.0.0.1:29092"]
}

# One entry per spoke: its key becomes part of names, its value are the brokers.
variable "spokes" {
  type = map(list(string))
  default = {
    berlin = ["127.0.0.1:19092"]
    lisbon = ["127.0.0.1:19093"]
    oslo   = ["127.0.0.1:19094"]
  }

  validation {
    condition     = length(var.spokes) > 0
    error_message = "A hub without spokes has nothing to collect."
  }
}

cluster "hub" {
  bootstrap = var.hub_bootstrap
}

cluster "spoke" {
  for_each  = var.spokes
  bootstrap = each.value
}
