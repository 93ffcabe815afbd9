variable "token" {
  default   = "hunter2"
  sensitive = true
}

module "region" {
  source = "./region"
  name   = "eu"
}

cluster "us" {
  bootstrap = ["us.example:9092"]
}

flow "orders" {
  source = cluster.us
  target = module.region.cluster

  topics {
    include = ["orders.*"]
  }
}

output "target" {
  description = "Where the copies are."
  value       = module.region.cluster
}

output "brokers" {
  value = { for name in ["us", "eu"] : name => "${name}.example:9092" }
}

output "filter" {
  value = regex("orders\\..*")
}

output "huge" {
  value = 123456789012345678901234567890
}

output "token" {
  value     = "token ${var.token}"
  sensitive = true
}

output "of-a-module" {
  value     = module.region.login
  sensitive = true
}
