# Written by strait import mm2 from aliases-without-prefix.properties. Comments name the setting and line that a value came from.

cluster "us" {
  bootstrap = ["us-1:9092"] # us.bootstrap.servers, line 2
}

cluster "eu" {
  bootstrap = ["eu-1:9092"] # eu.bootstrap.servers, line 3
}

cluster "ap" {
  bootstrap = ["ap-1:9092"] # ap.bootstrap.servers, line 4
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  naming             = "identity"    # replication.policy.separator, line 8
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["orders"] # us->eu.topics, line 10
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "us-to-ap" {
  source             = cluster.us
  target             = cluster.ap
  naming             = "america.$${topic}" # us->ap.replication.policy.separator, line 13
  start              = "mirrormaker"       # goes on where MirrorMaker stopped
  replication_factor = 2                   # MirrorMaker’s default

  topics {
    include = [".*"]
    exclude = ["\\..*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
