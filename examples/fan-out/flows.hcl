locals {
  # Regions far away get less of the link.
  bytes_per_second = {
    eu = "200MiB"
    us = "100MiB"
  }
}

# Regions read the catalogue under its own name, as if it were local.
flow "catalogue" {
  for_each = cluster.region
  source   = cluster.origin
  target   = each.value
  naming   = "identity"

  topics {
    include = ["catalogue\\..*", "prices"]
  }

  limits {
    bytes_per_second = lookup(local.bytes_per_second, each.key, "20MiB")
  }
}
