locals {
  include = ["orders.*"]
}

locals {
  include = ["payments.*"]
}

topics "business" {
  include = local.include
}

topics "business" {
  include = local.include
}

variable "region" {
  default = "us"
}

variable "region" {
  default = "eu"
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.business
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.business
}
