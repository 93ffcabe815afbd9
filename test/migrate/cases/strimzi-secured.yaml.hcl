# Written by strait import mm2 from strimzi-secured.yaml. Comments name the setting and line that a value came from.

cluster "live" {
  bootstrap = ["live-kafka-bootstrap:9093"] # spec.clusters[0].bootstrapServers, line 20

  tls {
    ca_file = "live-ca.pem" # spec.clusters[0].tls.trustedCertificates[1].pattern, line 32
  }

  sasl {
    mechanism = "scram-sha-512"      # spec.clusters[0].authentication.type, line 22
    username  = "mirroring-user"     # spec.clusters[0].authentication.username, line 23
    password  = env("LIVE_PASSWORD") # spec.clusters[0].authentication.passwordSecret.password, line 26
  }
}

cluster "dr" {
  bootstrap = ["dr-kafka-bootstrap:9093"] # spec.clusters[1].bootstrapServers, line 36

  tls {
    ca_file   = "dr-ca.pem"     # spec.clusters[1].tls.trustedCertificates[0].certificate, line 46
    cert_file = "dr-client.pem" # spec.clusters[1].authentication.certificateAndKey.secretName, line 40
    key_file  = "dr-client.key" # spec.clusters[1].authentication.certificateAndKey.key, line 42
  }
}

# CHECK THIS: by spec.mirrors[0].sourceConnector.config.consumer.auto.offset.reset on line 65 topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.
flow "live-to-dr" {
  source             = cluster.live
  target             = cluster.dr
  naming             = "identity"    # spec.mirrors[0].sourceConnector.config.replication.policy.class, line 63
  start              = "mirrormaker" # spec.mirrors[0].sourceConnector.config.consumer.auto.offset.reset, line 65
  replication_factor = 3             # spec.mirrors[0].sourceConnector.config.replication.factor, line 59
  refresh_interval   = "1m"          # spec.mirrors[0].sourceConnector.config.refresh.topics.interval.seconds, line 62

  topics {
    include          = ["orders.*|payments"] # spec.mirrors[0].topicsPattern, line 77
    exclude          = [".*\\.tmp"]          # spec.mirrors[0].topicsExcludePattern, line 78
    default_excludes = false
  }

  groups {
    include = [".*"] # spec.mirrors[0].groupsPattern, line 79
  }

  acls {
    sync = false # spec.mirrors[0].sourceConnector.config.sync.topic.acls.enabled, line 61
  }

  offsets {
    sync     = true # spec.mirrors[0].checkpointConnector.config.sync.group.offsets.enabled, line 70
    interval = "1m" # spec.mirrors[0].checkpointConnector.config.sync.group.offsets.interval.seconds, line 71
  }
}
