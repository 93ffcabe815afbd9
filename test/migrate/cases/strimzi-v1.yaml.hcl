# Written by strait import mm2 from strimzi-v1.yaml. Comments name the setting and line that a value came from.

cluster "oslo" {
  bootstrap = ["oslo-kafka-bootstrap:9092"] # spec.mirrors[0].source.bootstrapServers, line 21

  sasl {
    mechanism = "plain"              # spec.mirrors[0].source.authentication.type, line 23
    username  = "reader"             # spec.mirrors[0].source.authentication.username, line 24
    password  = env("OSLO_PASSWORD") # spec.mirrors[0].source.authentication.passwordSecret.password, line 25
  }
}

cluster "lisbon" {
  bootstrap = ["lisbon-kafka-bootstrap:9092"] # spec.mirrors[1].source.bootstrapServers, line 38

  sasl {
    mechanism = "plain"                # spec.mirrors[1].source.authentication.type, line 23
    username  = "reader"               # spec.mirrors[1].source.authentication.username, line 24
    password  = env("LISBON_PASSWORD") # spec.mirrors[1].source.authentication.passwordSecret.password, line 25
  }
}

cluster "central" {
  bootstrap = ["central-kafka-bootstrap:9092"] # spec.target.bootstrapServers, line 10
}

flow "oslo-to-central" {
  source             = cluster.oslo
  target             = cluster.central
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = -1            # spec.mirrors[0].sourceConnector.config.replication.factor, line 29

  topics {
    include = ["readings.*"] # spec.mirrors[0].topicsPattern, line 34
  }

  groups {
    include = [] # spec.mirrors[0].groupsPattern, line 35
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # spec.mirrors[0].checkpointConnector.config.sync.group.offsets.enabled, line 33
  }

  heartbeats {
    emit = false
  }
}

flow "lisbon-to-central" {
  source             = cluster.lisbon
  target             = cluster.central
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

  heartbeats {
    emit = false
  }

  checkpoints {
    emit = false
  }
}
