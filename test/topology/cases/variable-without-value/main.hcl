variable "us_bootstrap" {
  type = list(string)
}

cluster "us" {
  bootstrap = var.us_bootstrap
}
