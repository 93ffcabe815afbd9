module "one" {
  source = "./region"
}

module "two" {
  source = "./region"
}
