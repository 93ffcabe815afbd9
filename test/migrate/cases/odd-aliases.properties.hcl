# Written by strait import mm2 from odd-aliases.properties. Comments name the setting and line that a value came from.

cluster "us-west-2" {
  bootstrap = ["us:9092"] # us.west.bootstrap.servers, line 2
}

cluster "c1st" {
  bootstrap = ["first:9092"] # 1st.bootstrap.servers, line 3
}

cluster "us-west" {
  bootstrap = ["other:9092"] # us-west.bootstrap.servers, line 4
}

cluster "eu-1" {
  bootstrap = ["eu:9092"] # eu-1.bootstrap.servers, line 5
}

flow "us-west-2-to-eu-1" {
  source             = cluster.us-west-2
  target             = cluster.eu-1
  naming             = "us.west.$${topic}"
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 1             # us.west->eu-1.replication.factor, line 11

  topics {
    include = [".*"]
    exclude = ["eu-1\\..*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "c1st-to-eu-1" {
  source             = cluster.c1st
  target             = cluster.eu-1
  naming             = "1st.$${topic}"
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
    exclude = ["eu-1\\..*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "us-west-to-eu-1" {
  source             = cluster.us-west
  target             = cluster.eu-1
  naming             = "us-west-$${topic}" # us-west->eu-1.replication.policy.separator, line 10
  start              = "mirrormaker"       # goes on where MirrorMaker stopped
  replication_factor = 2                   # MirrorMaker’s default

  topics {
    include = [".*"]
    exclude = ["eu-1-.*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}

flow "eu-1-to-c1st" {
  source             = cluster.eu-1
  target             = cluster.c1st
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = [".*"]
    exclude = ["1st\\..*"]
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }
}
