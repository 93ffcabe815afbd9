# Written by strait import mm2 from trailing-space.properties. Comments name the setting and line that a value came from.

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

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "b-to-a" {
  source             = cluster.b
  target             = cluster.a
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
