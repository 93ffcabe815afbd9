module "typo" {
  source = "./modules/regoin"
}

module "empty" {
  source = "./modules/empty"
}
