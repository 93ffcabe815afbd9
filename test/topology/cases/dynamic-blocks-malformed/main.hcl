cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu

  dynamic {
    for_each = []
    content {
    }
  }

  dynamic "offset" {
    for_each = []
    content {
    }
  }

  dynamic "topics" {
    for_each = "orders"
    content {
      include = ["orders"]
    }
  }

  dynamic "configs" {
    for_eech = [1]
  }

  dynamic "acls" {
    for_each = [1]
    iterator = "it"
    content {
      sync = acls.valeu
      nosy = true
    }
  }

  dynamic "limits" {
    for_each = [1, 2]
    content {
      bytes_per_second = limits.value
    }
  }

  dynamic "offsets" {
    for_each = var.missing
    content {
    }
  }
}
