variable "bootstrap" {
  type = list(string)
}

variable "start" {
  type = string
}

variable "limit" {
  type        = string
  default     = null
  description = "Bytes per second; none where it is null."
}

variable "central" {
  type        = cluster
  description = "Where everything is collected."
}

variable "topics" {
  type        = topics
  description = "What is collected."
}

cluster "local" {
  bootstrap = var.bootstrap
}

flow "collect" {
  source = cluster.local
  target = var.central
  topics = var.topics
  start  = var.start

  dynamic "limits" {
    for_each = var.limit[*]

    content {
      bytes_per_second = limits.value
    }
  }
}

output "cluster" {
  value = cluster.local
}
