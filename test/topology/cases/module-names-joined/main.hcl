module "region--eu" {
  source = "./region"
}

module "region-" {
  source = "./region"
}

module "region" {
  for_each = ["-eu", "u--s", "ok"]
  source   = "./region"
}
