cluster "spoke" {
  for_each  = ["oslo"]
  bootstrap = ["${each.key}.example.com:9092"]
}

cluster "spoke-oslo" {
  bootstrap = ["other.example.com:9092"]
}
