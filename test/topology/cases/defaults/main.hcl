variable "rate" {
  default = "40MiB"
}

groups "billing" {
  include = ["billing-.*"]
}

strait {
  defaults {
    separator          = "_"
    start              = "latest"
    delivery           = "at_least_once"
    replication_factor = 3
    refresh_interval   = "1m"
    groups             = groups.billing

    configs {
      exclude     = ["segment\\.ms"]
      steps_above = "2GiB"
    }

    acls {
      sync = true
    }

    offsets {
      interval    = "30s"
      on_conflict = "rewind"
    }

    heartbeats {
      emit = false
    }

    limits {
      bytes_per_second = var.rate
    }

    lifecycle {
      protect        = true
      ignore_changes = ["retention\\.ms"]
      drift          = "report"
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

flow "all" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["all"] }
}

flow "some" {
  source   = cluster.us
  target   = cluster.eu
  naming   = "identity"
  start    = "earliest"
  delivery = null
  topics { include = ["some"] }
  groups { include = ["other-.*"] }

  configs {
    exclude = ["cleanup\\.policy"]
  }

  offsets {
    sync = false
  }

  lifecycle {
    protect = false
  }
}

module "more" {
  source = "./more"
  from   = cluster.us
  to     = cluster.eu
}
