moved {
  from = flow.a
  to   = flow.b
}

module "region" {
  source = "./region"
}
