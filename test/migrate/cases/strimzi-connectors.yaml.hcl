# Written by strait import mm2 from strimzi-connectors.yaml. Comments name the setting and line that a value came from.

cluster "us" {
  bootstrap = ["us-kafka-bootstrap:9093"] # spec.config.source.cluster.bootstrap.servers, line 13

  tls {
    truststore_file     = "/opt/kafka/external/us.p12" # spec.config.source.cluster.ssl.truststore.location, line 15
    truststore_password = env("US_STORE")              # spec.config.source.cluster.ssl.truststore.password, line 16
  }
}

cluster "eu" {
  bootstrap = ["eu-kafka-bootstrap:9092"] # spec.config.target.cluster.bootstrap.servers, line 17
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["orders"] # spec.config.topics, line 18
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = true # spec.config.sync.group.offsets.enabled, line 32
  }

  heartbeats {
    emit = false
  }
}
