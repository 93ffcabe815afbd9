cluster "us" {
  bootstrap = null
}
