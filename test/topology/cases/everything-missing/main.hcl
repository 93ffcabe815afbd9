cluster "us" {
  tls {}
  sasl {}
}

flow "us-to-eu" {
  topics {}
}

output "x" {}
