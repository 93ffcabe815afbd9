variable "many" {
  default = false
}

locals {
  hubs  = var.many ? cluster.hubb : cluster.hub
  names = [for name in [] : "${name}.${local.sufix}"]
  sizes = try(1, var.sizes)
}

cluster "hub" {
  bootstrap = ["hub.example.com:9092"]
}

cluster "spoke" {
  for_each  = {}
  bootstrap = [each.value, var.port]
}

flow "collect" {
  for_each = cluster.spoke
  source   = each.value
  target   = cluster.hup

  dynamic "topics" {
    for_each = ["orders"]

    content {
      include = [topics.value]
    }
  }

  dynamic "limits" {
    for_each = []
    iterator = groups

    content {
      bytes_per_second = groups.value + local.more
    }
  }
}
