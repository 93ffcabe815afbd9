module "region" {
  source  = "./region"
  brokr   = "eu.example.com:9092"
  hub     = "hub"
  factor  = "three"
  count   = 2
  version = "1.0.0"

  providers {
  }
}
