# Written by strait import mm2 from strimzi-yaml-corners.yaml. Comments name the setting and line that a value came from.

cluster "live" {
  bootstrap = ["live:9093"] # spec.clusters[0].bootstrapServers, line 12

  tls {
    ca_file = "live-ca.pem" # spec.clusters[0].tls.trustedCertificates[0].certificate, line 16
  }
}

cluster "dr" {
  bootstrap = ["dr:9092"] # spec.clusters[1].bootstrapServers, line 21
}

flow "live-to-dr" {
  source             = cluster.live
  target             = cluster.dr
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 3             # spec.mirrors[0].sourceConnector.config.replication.factor, line 32
  refresh_interval   = "1m"          # spec.mirrors[0].sourceConnector.config.refresh.topics.interval.seconds, line 34

  topics {
    include = [".*"]
  }

  groups {
    include = ["null"] # spec.mirrors[0].groupsPattern, line 44
  }

  acls {
    sync = false # spec.mirrors[0].sourceConnector.config.sync.topic.acls.enabled, line 33
  }

  offsets {
    sync = true # spec.mirrors[0].checkpointConnector.config.sync.group.offsets.enabled, line 40
  }

  heartbeats {
    emit = false
  }

  checkpoints {
    emit = false # spec.mirrors[0].checkpointConnector.config.emit.checkpoints.enabled, line 41
  }

  offset_syncs {
    location = "source" # spec.mirrors[0].sourceConnector.config.offset-syncs.topic.location, line 35
  }
}
