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

policy "a" {
  code      = "ST001"
  severity  = "eror"
  condition = changes.after.partitions < cluster.us
  message   = "no"
}

policy "b" {
  code      = "KP1"
  condition = change.after.partitions < var.missing
  message   = "${frobnicate(change.name)}"
}

policy "c" {
  code = "KP1"
  rule = true
}

policy "d" {
  code      = "KP2"
  condition = true
  message   = "no"
}

policy "e" {
  code      = "KP2"
  condition = true
  message   = "no"
}
