# Written by strait import mm2 from strimzi-v1-secured.yaml. Comments name the setting and line that a value came from.

# MirrorMaker does not check the broker’s name here; Strait does (see server_name).
cluster "primary" {
  bootstrap = ["primary-1:9093", "primary-2:9093"] # spec.mirrors[0].source.bootstrapServers, line 33

  tls {
    ca_file   = "primary-ca.pem"     # spec.mirrors[0].source.tls.trustedCertificates[0].certificate, line 37
    cert_file = "primary-client.pem" # spec.mirrors[0].source.authentication.certificateAndKey.secretName, line 41
    key_file  = "primary-client.key" # spec.mirrors[0].source.authentication.certificateAndKey.key, line 43
  }
}

cluster "standby" {
  bootstrap = ["standby-kafka-bootstrap:9093"] # spec.target.bootstrapServers, line 10

  tls {
    ca_file = "standby-ca.pem" # spec.target.tls.trustedCertificates[0].pattern, line 18
  }

  sasl {
    mechanism = "scram-sha-512"         # spec.target.authentication.config.sasl.mechanism, line 23
    username  = "mm2"                   # spec.target.authentication.config.sasl.jaas.config, line 24
    password  = env("STANDBY_PASSWORD") # spec.target.authentication.config.sasl.jaas.config, line 24
  }
}

flow "primary-to-standby" {
  source             = cluster.primary
  target             = cluster.standby
  naming             = "identity"    # spec.mirrors[0].sourceConnector.config.replication.policy.class, line 49
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["orders.*|payments"] # spec.mirrors[0].topicsPattern, line 55
  }

  groups {
    include = [".*"] # spec.mirrors[0].groupsPattern, line 56
  }

  acls {
    sync = false # spec.mirrors[0].sourceConnector.config.sync.topic.acls.enabled, line 50
  }

  offsets {
    sync = true # spec.mirrors[0].checkpointConnector.config.sync.group.offsets.enabled, line 53
  }

  heartbeats {
    emit = false
  }
}
