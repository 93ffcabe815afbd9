module "a" {
  source = "./pass"
  value  = module.b.value
}

module "b" {
  source = "./pass"
  value  = local.between
}

locals {
  between = module.a.value
}
