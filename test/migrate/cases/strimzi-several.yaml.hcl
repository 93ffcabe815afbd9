# Written by strait import mm2 from strimzi-several.yaml. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # spec.clusters[0].bootstrapServers, line 18
}

cluster "b" {
  bootstrap = ["b:9092"] # spec.clusters[1].bootstrapServers, line 19
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["a-topics"] # spec.mirrors[0].topicsPattern, line 10
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

flow "b-to-a" {
  source             = cluster.b
  target             = cluster.a
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["b-topics"] # spec.mirrors[0].topicsPattern, line 21
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
