locals {
  regions = {
    us = 1
    eu = 2
}

cluster "us" {
  bootstrap = ["a:1"]
}
