variable "us_bootstrap" {
  type = list(string)
}
