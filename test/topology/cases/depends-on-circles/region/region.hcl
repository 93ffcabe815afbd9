variable "name" {
  type = string
}

variable "source_cluster" {
  type = cluster
}

variable "target" {
  type = cluster
}

flow "in" {
  depends_on = [flow.out]

  source = var.source_cluster
  target = var.target

  topics {
    include = ["${var.name}-in"]
  }
}

flow "out" {
  depends_on = [flow.in]

  source = var.source_cluster
  target = var.target

  topics {
    include = ["${var.name}-out"]
  }
}
