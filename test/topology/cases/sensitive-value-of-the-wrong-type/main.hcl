variable "ports" {
  type      = list(number)
  sensitive = true
  default   = ["hunter2"]
}
