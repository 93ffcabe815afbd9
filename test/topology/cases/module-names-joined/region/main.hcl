cluster "a--b" {
  bootstrap = ["a.example.com:9092"]
}

locals {
  fine = 1
}
