cluster "constructor" {
  bootstrap   = ["us.example.com:9092"]
  constructor = 1
  __proto__   = 2
  toString {}
}
