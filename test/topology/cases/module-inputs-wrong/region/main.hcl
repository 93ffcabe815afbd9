variable "broker" {
  type = string
}

variable "hub" {
  type = cluster
}

variable "factor" {
  type    = number
  default = 1
}

variable "topics" {
  type = topics
}
