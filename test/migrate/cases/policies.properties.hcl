# Written by strait import mm2 from policies.properties. Comments name the setting and line that a value came from.

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

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  naming             = "prefix"      # a->b.replication.policy.class, line 9
  separator          = "__"          # replication.policy.separator, line 6
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

flow "a-to-c" {
  source             = cluster.a
  target             = cluster.c
  naming             = "identity"    # a->c.replication.policy.class, line 11
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

# CHANGE THIS: a class of your own names remote topics in MirrorMaker. Set naming before you plan.
flow "a-to-d" {
  source             = cluster.a
  target             = cluster.d
  separator          = "__"          # replication.policy.separator, line 6
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
