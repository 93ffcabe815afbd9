cluster "us" {
  bootstrap  = env("US_BOOTSTRAP")
  cluster_id = secret_file("id.txt")
}
