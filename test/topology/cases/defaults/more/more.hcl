variable "from" {
  type = cluster
}

variable "to" {
  type = cluster
}

flow "inner" {
  for_each = toset(["a", "b"])
  source   = var.from
  target   = var.to
  start    = "earliest"
  topics { include = ["inner-${each.key}"] }
}
