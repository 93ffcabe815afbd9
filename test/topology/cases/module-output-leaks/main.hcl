module "secrets" {
  source = "./secrets"
  token  = "correct horse"
}

cluster "us" {
  bootstrap = [module.secrets.token]

  tls {
  }

  sasl {
    mechanism = "plain"
    username  = "u"
    password  = module.secrets.password
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]

  tls {
  }

  sasl {
    mechanism = "plain"
    username  = "u"
    password  = module.secrets.leaked
  }
}
