# Written by strait import mm2 from starts.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}

cluster "c" {
  bootstrap = ["c:9092"] # c.bootstrap.servers, line 4
}

cluster "d" {
  bootstrap = ["d:9092"] # d.bootstrap.servers, line 5
}

# CHECK THIS: by a->b.source.consumer.auto.offset.reset on line 8 topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.
flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # a->b.source.consumer.auto.offset.reset, line 8
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

# CHECK THIS: by a->c.consumer.auto.offset.reset on line 10 topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.
flow "a-to-c" {
  source             = cluster.a
  target             = cluster.c
  start              = "mirrormaker" # a->c.consumer.auto.offset.reset, line 10
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

# CHECK THIS: by a->d.consumer.auto.offset.reset on line 12 topics that MirrorMaker never copied begin elsewhere; here they begin at their earliest record.
flow "a-to-d" {
  source             = cluster.a
  target             = cluster.d
  start              = "mirrormaker" # a->d.consumer.auto.offset.reset, line 12
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
