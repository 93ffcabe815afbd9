# Written by strait import mm2 from java-patterns.properties. Comments name the setting and line that a value came from.

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

cluster "e" {
  bootstrap = ["e:9092"] # e.bootstrap.servers, line 6
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["[A-Za-z]+", "[0-9_]+", "\\Qa.b\\E"] # a->b.topics, line 8
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
    include = [".*"] # a->c.topics, line 10
    exclude = ["(?:test|tmp\\.).*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-d" {
  source             = cluster.a
  target             = cluster.d
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["(orders|payments|refunds)"] # a->d.topics, line 12
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-e" {
  source             = cluster.a
  target             = cluster.e
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["(?i)orders|payments"] # a->e.topics, line 14
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
