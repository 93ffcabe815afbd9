cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders.*"]
  }
}

variable "token" {
  sensitive = true
  default   = "hunter2"
}

policy "a" {
  code      = "KP1"
  condition = change.name != var.token
  message   = "no"

  waiver {
    owner   = "payments"
    expires = "2027-02-30"
  }

  waiver {
    owner   = "payments"
    reason  = "soon"
    expires = "next week"
    until   = "2027-01-01"
  }

  waiver {
    for     = ["topic.("]
    owner   = 3
    reason  = "soon"
    expires = "2027-01-01"
  }
}

policy "b" {
  code      = "KP2"
  condition = true
  message   = "no"

  waiver {
    owner   = "  "
    reason  = ""
    expires = "2027-01-01"
  }
}

policy "c" {
  code      = "KP3"
  condition = true
  message   = "no"

  waiver {
    expires = "soon"
  }

  waiver {
    owner = ""
  }
}
