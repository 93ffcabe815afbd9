module "region" {
  source = "./region"
}
