variable "name" {
  type = string
}

variable "source_cluster" {
  type = cluster
}

variable "target" {
  type = cluster
}

flow "first" {
  source = var.source_cluster
  target = var.target

  topics {
    include = ["${var.name}-first"]
  }
}

flow "second" {
  depends_on = [flow.first]

  source = var.source_cluster
  target = var.target
  naming = "$${source}.${var.name}.$${topic}"

  topics {
    include = ["${var.name}-second"]
  }
}

output "name" {
  value = "of-${var.name}"
}
