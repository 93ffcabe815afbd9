# What the business cannot lose. Patterns are regular expressions that match the
# whole name; internal topics are left out without being named.
topics "business" {
  include = ["orders.*", "payments"]
  exclude = [".*\\.tmp"]
}

flow "us-to-eu" {
  source   = cluster.us
  target   = cluster.eu
  naming   = "prefix" # `orders` of us is `us.orders` on eu
  topics   = topics.business
  start    = "earliest"
  delivery = "exactly_once"

  # Consumers that fail over go on where they stopped: not one record twice.
  groups {
    include = [".*"]
  }

  offsets {
    sync        = true
    interval    = "5s"
    on_conflict = "never_rewind"
  }

  configs {
    sync = true
  }

  limits {
    bytes_per_second = "400MiB"
  }

  lifecycle {
    protect = true
  }
}
