# Written by strait import mm2 from syntax.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 5
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 6
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["# not a comment", "next-topic", "tab\\tname"] # a->b.topics, line 8
  }

  groups {
    include = ["g:1", "g=2"] # a->b.groups, line 11
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
