variable "east_bootstrap" {
  type    = list(string)
  default = ["127.0.0.1:19092"]
}

variable "west_bootstrap" {
  type    = list(string)
  default = ["127.0.0.1:29092"]
}

cluster "east" {
  bootstrap = var.east_bootstrap
}

cluster "west" {
  bootstrap = var.west_bootstrap
}
