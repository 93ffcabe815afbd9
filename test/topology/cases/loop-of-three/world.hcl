flow "eu-to-ap" {
  source = cluster.eu
  target = cluster.ap
  naming = "copy-$${topic}"
  topics { include = [".*"] }
}

flow "ap-to-us" {
  source = cluster.ap
  target = cluster.us
  naming = "identity"
  topics { include = [".*"] }
}

flow "us-to-eu-copies" {
  source = cluster.us
  target = cluster.eu
  naming = "identity"
  topics { include = ["(copy-)+.*"] }
}
