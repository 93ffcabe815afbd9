# Written by strait import mm2 from config-map.yaml. Comments name the setting and line that a value came from.

cluster "us" {
  bootstrap = ["us-1:9092"] # us.bootstrap.servers, line 10
}

cluster "eu" {
  bootstrap = ["eu-1:9092"] # eu.bootstrap.servers, line 11
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
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
