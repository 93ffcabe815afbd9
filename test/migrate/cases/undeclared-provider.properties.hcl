# Written by strait import mm2 from undeclared-provider.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9093"] # a.bootstrap.servers, line 2

  tls {}

  sasl {
    mechanism = "plain"           # a.sasl.mechanism, line 4
    username  = "u"               # a.sasl.jaas.config, line 5
    password  = env("A_PASSWORD") # a.sasl.jaas.config, line 5
  }
}

cluster "b" {
  bootstrap = ["b:9093"] # b.bootstrap.servers, line 6
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
