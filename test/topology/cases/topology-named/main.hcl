variable "team" {
  default = "payments"
}

strait {
  name     = var.team
  formerly = ["billing"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
