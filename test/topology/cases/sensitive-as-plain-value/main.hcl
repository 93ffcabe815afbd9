variable "brokers" {
  type      = list(string)
  sensitive = true
  default   = ["us.example.com:9092"]
}

cluster "us" {
  bootstrap = var.brokers
}
