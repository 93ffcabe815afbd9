topics "business" {
  include = [
    "orders"
    "payments"
  ]
  exclude = ["a" "b"]
}
