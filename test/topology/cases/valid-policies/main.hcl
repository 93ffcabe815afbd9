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

variable "partitions_max" {
  default = 48
}

locals {
  owners = { eu = ["payments", "platform"] }
}

policy "few-partitions" {
  code      = "KP001"
  severity  = "warning"
  when      = change.type == "topic" && change.after != null
  condition = change.after.partitions <= var.partitions_max
  message   = "${change.name} has ${change.after.partitions} partitions, ${var.partitions_max} are enough for ${join(", ", local.owners[change.cluster])}."

  waiver {
    for     = ["topic\\.eu\\[\"us\\.orders\"\\]"]
    owner   = "payments"
    reason  = "until the rebuild"
    expires = "2027-01-31"
  }
}

policy "nothing-is-destroyed" {
  code      = "KP002"
  condition = !contains(change.actions, "delete")
  message   = <<-EOT
    ${change.address} would go.
  EOT
}
