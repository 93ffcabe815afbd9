# Written by strait import mm2 from connectors.json. Comments name the setting and line that a value came from.
variable "eu_username" {
  type        = string
  description = "the user of cluster eu"
}

cluster "us" {
  bootstrap = ["us-1:9092", "us-2:9092"] # orders-source.info.config.source.cluster.bootstrap.servers, line 11

  tls {}

  sasl {
    mechanism = "scram-sha-512"    # orders-source.info.config.source.cluster.sasl.mechanism, line 13
    username  = "mm2"              # orders-source.info.config.source.cluster.sasl.jaas.config, line 14
    password  = env("US_PASSWORD") # orders-source.info.config.source.cluster.sasl.jaas.config, line 14
  }
}

cluster "eu" {
  bootstrap = ["eu-1:9092"] # orders-source.info.config.target.cluster.bootstrap.servers, line 15

  tls {}

  sasl {
    mechanism = "plain"            # orders-source.info.config.target.cluster.sasl.mechanism, line 17
    username  = var.eu_username    # orders-source.info.config.target.cluster.sasl.jaas.config, line 18
    password  = env("EU_PASSWORD") # orders-source.info.config.target.cluster.sasl.jaas.config, line 18
  }
}

# CHECK THIS: MirrorMaker changes records on their way (orders-source.info.config.transforms, line 31). Here they are copied as they are, into the topics that naming says.
flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  start              = "mirrormaker" # orders-source.info.config.source.consumer.auto.offset.reset, line 23
  replication_factor = 3             # orders-source.info.config.replication.factor, line 29

  topics {
    include          = ["orders.*", "payments"] # orders-source.info.config.topics, line 26
    exclude          = ["orders\\.internal"]    # orders-source.info.config.topics.exclude, line 27
    default_excludes = false
  }

  groups {
    include = ["billing"] # orders-checkpoint.info.config.groups, line 51
  }

  acls {
    sync = false # orders-source.info.config.sync.topic.acls.enabled, line 30
  }

  offsets {
    sync = true # orders-checkpoint.info.config.sync.group.offsets.enabled, line 52
  }

  heartbeats {
    emit = false
  }
}
