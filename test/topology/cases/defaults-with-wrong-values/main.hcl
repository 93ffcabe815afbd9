strait {
  defaults {
    naming             = "prefixed"
    start              = "yesterday"
    delivery           = "once"
    on_gap             = 3
    replication_factor = 0
    refresh_interval   = "soon"
    groups             = "billing"

    configs {
      sync    = "maybe"
      exclude = ["segment\\.(ms"]
    }

    offsets {
      interval    = "0s"
      on_conflict = "rewnd"
    }

    limits {
      bytes_per_second = "fast"
    }

    lifecycle {
      drift  = "revrt"
      protec = true
    }
  }
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
  tls {}
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
  tls {}
}

flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}

flow "clicks" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["clicks"] }
}
