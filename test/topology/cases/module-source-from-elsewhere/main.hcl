module "registry" {
  source = "hashicorp/kafka/region"
}

module "git" {
  source = "git::https://example.com/modules.git//region?ref=v1"
}

module "bare" {
  source = "modules"
}

module "number" {
  source = 3
}
