cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

acl "nothing" {
}

acl "no-such-words" {
  cluster       = cluster.eu
  principal     = "billing"
  host          = ""
  permission    = "permit"
  operations    = ["reed", "write"]
  resource_type = "topics"
  resource_name = "orders"
  pattern_type  = "prefix"
  operation     = "read"
}

acl "not-of-groups" {
  cluster       = cluster.eu
  principal     = "User:billing"
  operations    = ["read", "alter"]
  resource_type = "group"
  resource_name = "billing"
}

acl "unnamed" {
  cluster       = cluster.eu
  principal     = "User:billing"
  operations    = []
  resource_type = "topic"
}

acl "another-cluster" {
  cluster       = cluster.eu
  principal     = "User:billing"
  operations    = ["describe"]
  resource_type = "cluster"
  resource_name = "eu"
}

acl "prefixed-cluster" {
  cluster       = "eu"
  principal     = "User:billing"
  operations    = ["describe"]
  resource_type = "cluster"
  pattern_type  = "prefixed"
}

acl "once" {
  cluster       = cluster.eu
  principal     = "User:audit"
  operations    = ["describe", "read", "describe"]
  resource_type = "topic"
  resource_name = "orders"
}

acl "again" {
  cluster       = cluster.eu
  principal     = "User:audit"
  operations    = ["read"]
  resource_type = "topic"
  resource_name = "orders"
}

acl "elsewhere" {
  cluster       = cluster.ue
  principal     = env("WHO")
  operations    = "read"
  resource_type = "topic"
  resource_name = "*"
}
