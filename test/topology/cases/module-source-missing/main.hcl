module "region" {
  broker = "eu.example.com:9092"
}
