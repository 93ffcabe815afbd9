# Written by strait import mm2 from one-name-twice.properties. Comments name the setting and line that a value came from.

cluster "us" {
  bootstrap = ["us-1:9092"] # us.bootstrap.servers, line 2
}

cluster "eu" {
  bootstrap = ["eu-1:9092"] # eu.bootstrap.servers, line 3
}

cluster "lake" {
  bootstrap = ["lake-1:9092"] # lake.bootstrap.servers, line 4
}

flow "us-to-lake" {
  source             = cluster.us
  target             = cluster.lake
  naming             = "identity"    # replication.policy.class, line 5
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include          = [".*"]
    exclude          = ["\"heartbeat", ".*internal\""] # topics.exclude, line 6
    default_excludes = false
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "eu-to-lake" {
  source             = cluster.eu
  target             = cluster.lake
  naming             = "identity"    # replication.policy.class, line 5
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include          = [".*"]
    exclude          = ["\"heartbeat", ".*internal\""] # topics.exclude, line 6
    default_excludes = false
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
