# Written by strait import mm2 from placeholders.properties. Comments name the setting and line that a value came from.
variable "us_bootstrap" {
  type        = list(string)
  description = "the addresses of cluster us"
}

variable "us_username" {
  type        = string
  description = "the user of cluster us"
}

variable "eu_bootstrap" {
  type        = list(string)
  description = "the addresses of cluster eu"
}

variable "ap_bootstrap" {
  type        = list(string)
  description = "the addresses of cluster ap"
}

cluster "us" {
  bootstrap = var.us_bootstrap # us.bootstrap.servers, line 2

  sasl {
    mechanism = "plain"            # us.sasl.mechanism, line 4
    username  = var.us_username    # us.sasl.jaas.config, line 5
    password  = env("US_PASSWORD") # us.sasl.jaas.config, line 5
  }
}

cluster "eu" {
  bootstrap = var.eu_bootstrap # eu.bootstrap.servers, line 6
}

cluster "ap" {
  bootstrap = var.ap_bootstrap # ap.bootstrap.servers, line 7
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "us-to-ap" {
  source             = cluster.us
  target             = cluster.ap
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
