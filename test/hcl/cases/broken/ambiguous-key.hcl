locals {
  x = { var.region = 1 }
}
