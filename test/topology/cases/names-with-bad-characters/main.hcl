cluster "us.west" {
  bootstrap = ["us.example.com:9092"]
}

cluster "Zürich 2" {
  bootstrap = ["zurich.example.com:9092"]
}

cluster "1st" {
  bootstrap = ["first.example.com:9092"]
}

flow "us -> zürich" {
  source = cluster["us.west"]
  target = cluster["Zürich 2"]
  topics { include = ["orders"] }
}
