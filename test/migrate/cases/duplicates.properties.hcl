# Written by strait import mm2 from duplicates.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["new:9092"] # a.bootstrap.servers, line 3
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 4
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["two"] # a->b.topics, line 8
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
