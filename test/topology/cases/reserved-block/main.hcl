acl "readers" {
  principal = "User:billing"
}

check "lag" {
  source = "./region"
}
