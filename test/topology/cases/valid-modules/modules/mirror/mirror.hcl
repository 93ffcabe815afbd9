variable "from" {
  type = cluster
}

variable "to" {
  type = cluster
}

variable "topics" {
  type = topics
}

flow "all" {
  for_each = ["a"]
  source   = var.from
  target   = var.to
  topics   = var.topics
  naming   = "audit-$${source}-$${topic}"
}
