flow "a" {
  topics {
    include = <<EOT
orders
  }
}
