strait {
  name = env("TEAM")
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}
