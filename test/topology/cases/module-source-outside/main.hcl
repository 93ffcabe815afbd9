module "shared" {
  source = "../shared"
}

module "up" {
  source = "./modules/../../shared"
}

module "root" {
  source = "/etc/strait"
}
