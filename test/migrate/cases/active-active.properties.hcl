# Written by strait import mm2 from active-active.properties. Comments name the setting and line that a value came from.

cluster "east" {
  bootstrap = ["east:9092"] # east.bootstrap.servers, line 2
}

cluster "west" {
  bootstrap = ["west:9092"] # west.bootstrap.servers, line 3
}

flow "east-to-west" {
  source             = cluster.east
  target             = cluster.west
  separator          = "_"           # replication.policy.separator, line 9
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["orders.*"] # east->west.topics, line 7
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = true # sync.group.offsets.enabled, line 8
  }
}

flow "west-to-east" {
  source             = cluster.west
  target             = cluster.east
  separator          = "_"           # replication.policy.separator, line 9
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = -1            # west->east.replication.factor, line 10

  topics {
    include = ["orders.*", "inventory.*", "customers.*"] # topics, line 6
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = true # sync.group.offsets.enabled, line 8
  }
}
