locals "shared" {
  port = 9092
}
