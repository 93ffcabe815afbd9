cluster "spoke" {
  for_each  = { "oslo.no" = "oslo.example.com:9092" }
  bootstrap = [each.value]
}

acl "billing" {
  for_each      = { "a b" = "User:a" }
  cluster       = cluster.spoke["oslo"]
  principal     = each.value
  operations    = ["read"]
  resource_type = "group"
  resource_name = each.key
}
