variable "cluster" {
  type = cluster
}

variable "filter" {
  type = topics
}

variable "groups" {
  type = groups
}

variable "password" {
  type      = secret
  sensitive = true
}

variable "clusters" {
  type = map(cluster)
}
