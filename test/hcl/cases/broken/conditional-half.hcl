locals {
  a = var.big ? 10
  b = var.big ? 10 :
}
