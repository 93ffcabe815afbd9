module "region" {
  for_each = ["eu", "us"]
  source   = "./modules/region"
  name     = each.key
}
