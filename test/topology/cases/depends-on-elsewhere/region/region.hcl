variable "depends_on" {
  default = []
}
