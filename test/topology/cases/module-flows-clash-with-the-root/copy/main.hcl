variable "from" {
  type = cluster
}

variable "to" {
  type = cluster
}

flow "everything" {
  source = var.from
  target = var.to
  topics { include = [".*"] }
}
