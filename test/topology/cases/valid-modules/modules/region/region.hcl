variable "broker" {
  type = string
}

variable "hub" {
  type = cluster
}

variable "topics" {
  type = topics
}

cluster "local" {
  bootstrap = [var.broker]
}

flow "collect" {
  source = cluster.local
  target = var.hub
  topics = var.topics
}

output "cluster" {
  value = cluster.local
}
