module {
  source = "./region"
}

module "a" "b" {
  source = "./region"
}

modules "c" {
  source = "./region"
}

module "d" {
  source = "./region"

  name {
  }
}

module "d" {
  source = "./region"
}
