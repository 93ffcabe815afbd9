locals {
  port = 9092
}

cluster "us" {
  bootstrap = ["us.example.com:${local.ports}"]
}
