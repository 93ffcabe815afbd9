strait {
  required_version = ">= 0.1"
}

cluster "us" {
  bootstrap = ["127.0.0.1:19092"]

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}

topics "business" {
  include = ["orders.*", "payments"]
  exclude = [".*\\.tmp"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  naming = "$${source}_$${topic}"

  groups { include = [".*"] }

  limits {
    bytes_per_second = "40MiB"
  }
}
