variable "us_bootstrap" {
  default = ["127.0.0.1:19092"]
}

variable "eu_bootstrap" {
  type = list(string)
}

variable "factor" {
  type = number

  validation {
    condition     = var.factor > 1
    error_message = "At least two replicas."
  }
}

variable "naming" {
  type        = string
  description = "How remote topics are called."
  default     = "prefix"
}

variable "topics" {
  type    = set(string)
  default = [".*"]
}

variable "start" {
  type    = string
  default = null
}

cluster "us" {
  bootstrap = var.us_bootstrap
}

cluster "eu" {
  bootstrap = var.eu_bootstrap
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  naming             = var.naming
  start              = var.start
  replication_factor = var.factor
  topics { include = var.topics }
}
