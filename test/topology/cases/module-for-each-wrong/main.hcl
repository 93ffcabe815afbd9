module "region" {
  for_each = 3
  source   = "./region"
}

module "twice" {
  for_each = ["a", "a"]
  source   = "./region"
}

module "undecided" {
  for_each = var.nothing
  source   = "./region"
}

output "region" {
  value = module.region["a"].name
}
