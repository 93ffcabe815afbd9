variable "ports" {
  type    = list(number)
  default = [1, "two", 3]
}

variable "shape" {
  type    = object({ name = string, port = optional(number, 9092) })
  default = { nmae = "x" }
}

variable "pair" {
  type    = tuple([string, number])
  default = ["a"]
}

variable "flag" {
  type    = bool
  default = "yes"
}

variable "map" {
  type    = map(string)
  default = { a = [1] }
}

variable "cluster" {
  type    = cluster
  default = "us"
}

variable "loose" {
  type        = sting
  description = 5
  sensitive   = "maybe"
}
