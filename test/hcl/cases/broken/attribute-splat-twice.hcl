locals {
  x = var.a.*.b.*.c
}
