locals {
  host    = "broker.${local.domain}"
  domain  = local.company.domain
  alone   = local.alone
}
