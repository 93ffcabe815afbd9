cluster "us-east" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu-west" {
  bootstrap = ["eu.example.com:9092"]
}
