# Written by strait import mm2 from removed-names.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}

cluster "c" {
  bootstrap = ["c:9092"] # c.bootstrap.servers, line 4
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include          = [".*"]
    exclude          = ["tmp\\..*"] # topics.blacklist, line 7
    default_excludes = false
  }

  groups {
    exclude          = ["batch-.*"] # a->b.groups.blacklist, line 8
    default_excludes = false
  }

  configs {
    exclude          = ["cleanup\\.policy"] # a->b.config.properties.blacklist, line 11
    default_excludes = false
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-c" {
  source             = cluster.a
  target             = cluster.c
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include          = [".*"]
    exclude          = ["tmp\\..*"] # topics.blacklist, line 7
    default_excludes = false
  }

  groups {
    exclude          = ["web-.*"] # a->c.groups.exclude, line 9
    default_excludes = false
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
