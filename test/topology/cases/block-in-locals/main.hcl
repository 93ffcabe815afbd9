locals {
  regions {
    us = "us.example.com:9092"
  }
}
