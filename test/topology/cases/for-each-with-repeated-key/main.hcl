cluster "spoke" {
  for_each  = ["oslo", "berlin", "oslo"]
  bootstrap = ["${each.key}.example.com:9092"]
}
