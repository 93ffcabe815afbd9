# Written by strait import mm2 from switched-off.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
  }

  configs {
    sync = false # sync.topic.configs.enabled, line 9
  }

  acls {
    sync = false # sync.topic.acls.enabled, line 10
  }

  offsets {
    sync = false # sync.group.offsets.enabled, line 11
  }

  heartbeats {
    emit = false # emit.heartbeats.enabled, line 5
  }

  checkpoints {
    emit = false # emit.checkpoints.enabled, line 6
  }

  offset_syncs {
    emit     = false    # a->b.emit.offset-syncs.enabled, line 7
    location = "target" # offset-syncs.topic.location, line 14
  }
}
