variable "secure" {
  default = true
}

variable "excludes" {
  default = ["orders.internal"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]

  dynamic "tls" {
    for_each = var.secure ? ["certs/ca.pem"] : []
    iterator = authority

    content {
      ca_file = authority.value
    }
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]

  dynamic "tls" {
    for_each = []

    content {
    }
  }
}

flow "us-to-eu" {
  for_each = { orders = 5, payments = 10 }
  source   = cluster.us
  target   = cluster.eu

  dynamic "topics" {
    for_each = { (each.key) = var.excludes }

    content {
      include = [topics.key]
      exclude = topics.value
    }
  }

  dynamic "limits" {
    for_each = each.value > 5 ? [each.value] : []

    content {
      bytes_per_second = "${limits.value}MiB"
    }
  }
}
