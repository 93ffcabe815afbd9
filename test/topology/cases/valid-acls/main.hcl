cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

locals {
  readers = {
    billing = "orders"
    audit   = "payments"
  }
}

acl "reads" {
  for_each = local.readers

  cluster       = cluster.eu
  principal     = "User:${each.key}"
  operations    = ["read", "describe"]
  resource_type = "topic"
  resource_name = each.value
}

acl "groups" {
  cluster       = cluster.eu
  principal     = "User:billing"
  host          = "10.0.0.7"
  operations    = ["READ"]
  resource_type = "Group"
  resource_name = "billing-"
  pattern_type  = "PREFIXED"
}

acl "nobody-alters" {
  cluster       = cluster.us
  principal     = "User:*"
  permission    = "deny"
  operations    = ["alter", "alter_configs"]
  resource_type = "cluster"
}
