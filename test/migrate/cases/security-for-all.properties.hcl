# Written by strait import mm2 from security-for-all.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9093"] # a.bootstrap.servers, line 2

  sasl {
    mechanism = "scram-sha-256"   # sasl.mechanism, line 6
    username  = "all"             # sasl.jaas.config, line 7
    password  = env("A_PASSWORD") # sasl.jaas.config, line 7
  }
}

cluster "b" {
  bootstrap = ["b:9093"] # b.bootstrap.servers, line 3

  sasl {
    mechanism = "scram-sha-256"   # sasl.mechanism, line 6
    username  = "b"               # b.sasl.jaas.config, line 9
    password  = env("B_PASSWORD") # b.sasl.jaas.config, line 9
  }
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
