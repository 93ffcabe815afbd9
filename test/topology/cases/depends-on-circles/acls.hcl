acl "reader" {
  depends_on = [flow.a]

  cluster       = cluster.eu
  principal     = "User:reader"
  operations    = ["read"]
  resource_type = "topic"
  resource_name = "us.a"
}
