# Written by strait import mm2 from standalone-connector.properties. Comments name the setting and line that a value came from.

cluster "us" {
  bootstrap = ["us-1:9092"] # source.cluster.bootstrap.servers, line 5
}

cluster "eu" {
  bootstrap = ["eu-1:9092"] # target.cluster.bootstrap.servers, line 6
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["orders"] # topics, line 8
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false
  }

  heartbeats {
    emit = false
  }

  checkpoints {
    emit = false
  }
}
