variable "name" {
  default = "region"
}

module "region" {
  source = "./modules/${var.name}"
}
