strait {
  required_version = ">= 0.1"
}

variable "us_bootstrap" {
  description = "Brokers of the cluster that serves."
  type        = list(string)
  default     = ["127.0.0.1:19092"]
}

variable "eu_bootstrap" {
  description = "Brokers of the cluster that stands by."
  type        = list(string)
  default     = ["127.0.0.1:29092"]
}

cluster "us" {
  bootstrap = var.us_bootstrap

  # In production brokers ask for TLS and a password; see ../secured.
  #
  # tls {
  #   ca_file = "certs/ca.pem"
  # }
  #
  # sasl {
  #   mechanism = "scram-sha-512"
  #   username  = "strait"
  #   password  = env("US_PASSWORD")
  # }
}

cluster "eu" {
  bootstrap = var.eu_bootstrap
}
