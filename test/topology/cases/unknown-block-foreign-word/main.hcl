terraform {
  required_version = ">= 1.0"
}

mirror "us-to-eu" {
}
