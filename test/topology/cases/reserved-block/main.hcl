check "lag" {
  source = "./region"
}
