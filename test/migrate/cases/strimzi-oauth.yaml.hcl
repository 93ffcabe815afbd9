# Written by strait import mm2 from strimzi-oauth.yaml. Comments name the setting and line that a value came from.

# CHANGE THIS: it logs in by OAUTHBEARER, which Strait does not know. Add a sasl block.
cluster "a" {
  bootstrap = ["a:9093"] # spec.clusters[0].bootstrapServers, line 6

  tls {}
}

cluster "b" {
  bootstrap = ["b:9093"] # spec.clusters[1].bootstrapServers, line 14

  tls {}

  sasl {
    mechanism = "scram-sha-256"   # spec.clusters[1].authentication.config.sasl.mechanism, line 20
    username  = "b"               # spec.clusters[1].authentication.config.sasl.jaas.config, line 21
    password  = env("B_PASSWORD") # spec.clusters[1].authentication.config.sasl.jaas.config, line 21
  }
}

# CHECK THIS: MirrorMaker changes records on their way (spec.mirrors[0].sourceConnector.config.transforms, line 29). Here they are copied as they are, into the topics that naming says.
flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
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
