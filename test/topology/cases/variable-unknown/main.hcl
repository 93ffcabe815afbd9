variable "us_bootstrap" {
  default = ["us.example.com:9092"]
}

cluster "us" {
  bootstrap = var.us_bootstap
}
