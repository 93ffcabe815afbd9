# Written by strait import mm2 from lookarounds.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 3
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 4
}

cluster "c" {
  bootstrap = ["c:9092"] # c.bootstrap.servers, line 5
}

cluster "d" {
  bootstrap = ["d:9092"] # d.bootstrap.servers, line 6
}

cluster "e" {
  bootstrap = ["e:9092"] # e.bootstrap.servers, line 7
}

cluster "f" {
  bootstrap = ["f:9092"] # f.bootstrap.servers, line 8
}

cluster "g" {
  bootstrap = ["g:9092"] # g.bootstrap.servers, line 9
}

cluster "h" {
  bootstrap = ["h:9092"] # h.bootstrap.servers, line 10
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"] # a->b.topics, line 12
    exclude = [".*-dlq", ".*\\.tmp"]
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
    include = [".*"] # a->c.topics, line 14
    exclude = ["test.*", "(?:tmp\\.|__).*"]
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
    include = [".*"] # a->d.topics, line 16
    exclude = [".*(?:test|secret).*"]
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
    include = ["orders.*"] # a->e.topics, line 18
    exclude = ["orders-test.*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-f" {
  source             = cluster.a
  target             = cluster.f
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["(?i).*"] # a->f.topics, line 20
    exclude = ["(?i)orders.*", "(?i).*(?:v1|x)"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-g" {
  source             = cluster.a
  target             = cluster.g
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["pay(?:ments|X).*"] # a->g.topics, line 22
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "a-to-h" {
  source             = cluster.a
  target             = cluster.h
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["[a-z]+", "inventory-\\d*"] # a->h.topics, line 24
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
