# Written by strait import mm2 from patterns-to-write.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 3
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
    include          = ["orders.*", "(\\w+)\\.\\1", "(?!test).*"] # WRITE ANEW: a->b.topics, line 6
    exclude          = [".*(?<!prod)", "tmp\\..*"]                # WRITE ANEW: a->b.topics.exclude, line 7
    default_excludes = false
  }

  groups {
    include = ["(?>x|y)z"] # WRITE ANEW: a->b.groups, line 8
  }

  configs {
    exclude          = ["(?<=retention\\.)ms"] # WRITE ANEW: a->b.config.properties.exclude, line 9
    default_excludes = false
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
