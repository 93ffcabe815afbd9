cluster "us" {
  bootstrap = [each.value]
}
