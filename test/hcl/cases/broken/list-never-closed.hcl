flow "us-to-eu" {
  topics {
    include = [
      "orders.*",
      "payments",
    exclude = []
  }
}
