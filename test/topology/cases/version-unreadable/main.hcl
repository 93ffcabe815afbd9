strait {
  required_version = "latest"
  backend          = "s3"
}
