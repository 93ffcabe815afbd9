# Written by strait import mm2 from precedence.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}

# CHECK THIS: by a.consumer.auto.offset.reset on line 10 topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.
flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # a.consumer.auto.offset.reset, line 10
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["pair"] # a->b.topics, line 7
  }

  groups {
    include = ["bare-group"] # groups, line 8
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
