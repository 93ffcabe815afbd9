module "a" {
  source = "./modules/a"
}

module "self" {
  source = "./modules/self"
}

module "root" {
  source = "./"
}
