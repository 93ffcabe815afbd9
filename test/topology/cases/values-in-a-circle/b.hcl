locals {
  company = { domain = "${local.host}.example.com" }
}
