# Written by strait import mm2 from custom-classes.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}

# CHANGE THIS: a class of your own chooses topics in MirrorMaker. Write what it chooses as patterns.
# CHANGE THIS: a class of your own chooses configs to copy in MirrorMaker. Write what it chooses as patterns.
# CHECK THIS: MirrorMaker changes records on their way (transforms, line 10). Here they are copied as they are, into the topics that naming says.
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
