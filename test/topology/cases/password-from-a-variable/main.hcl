variable "us_password" {
  type      = string
  sensitive = true
  default   = "hunter2"
}

variable "eu_password" {
  type    = string
  default = "change-me"
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = var.us_password
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
  tls {}

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = var.eu_password
  }
}
