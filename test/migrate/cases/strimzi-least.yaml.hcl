# Written by strait import mm2 from strimzi-least.yaml. Comments name the setting and line that a value came from.

cluster "my-cluster-source" {
  bootstrap = ["my-cluster-source-kafka-bootstrap:9092"] # spec.clusters[0].bootstrapServers, line 10
}

cluster "my-cluster-target" {
  bootstrap = ["my-cluster-target-kafka-bootstrap:9092"] # spec.clusters[1].bootstrapServers, line 12
}

flow "my-cluster-source-to-my-cluster-target" {
  source             = cluster.my-cluster-source
  target             = cluster.my-cluster-target
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
