cluster "us" {
  bootstrap = []
}
