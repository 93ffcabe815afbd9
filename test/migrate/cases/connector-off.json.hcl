# Written by strait import mm2 from connector-off.json. Comments name the setting and line that a value came from.
variable "target_bootstrap" {
  type        = list(string)
  description = "the addresses of cluster target"
}

cluster "a" {
  bootstrap = ["a:9092"] # [0].config.source.cluster.bootstrap.servers, line 7
}

cluster "target" {
  bootstrap = var.target_bootstrap # [0].config.target.cluster.bootstrap.servers, line 8

  tls {}

  sasl {
    mechanism = "plain"                # [0].config.target.cluster.sasl.mechanism, line 10
    username  = "$ConnectionString"    # [0].config.target.cluster.sasl.jaas.config, line 11
    password  = env("TARGET_PASSWORD") # [0].config.target.cluster.sasl.jaas.config, line 11
  }
}

flow "a-to-target" {
  source             = cluster.a
  target             = cluster.target
  naming             = "identity"    # [0].config.replication.policy.class, line 12
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false
  }

  checkpoints {
    emit = false
  }
}
