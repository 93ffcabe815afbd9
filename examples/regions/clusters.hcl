cluster "central" {
  bootstrap = var.central_bootstrap
}

variable "central_bootstrap" {
  type    = list(string)
  default = ["127.0.0.1:29092"]
}

# One entry per region, in strait.straitvars: a region more is three lines more.
variable "regions" {
  type = map(object({
    bootstrap = list(string)
    start     = optional(string, "earliest")
    limit     = optional(string)
  }))
}
