# Written by strait import mm2 from fan-out-and-in.properties. Comments name the setting and line that a value came from.

cluster "hub" {
  bootstrap = ["hub:9092"] # hub.bootstrap.servers, line 2
}

cluster "oslo" {
  bootstrap = ["oslo:9092"] # oslo.bootstrap.servers, line 3
}

cluster "lisbon" {
  bootstrap = ["lisbon:9092"] # lisbon.bootstrap.servers, line 4
}

flow "hub-to-oslo" {
  source             = cluster.hub
  target             = cluster.oslo
  naming             = "identity"    # hub->oslo.replication.policy.class, line 13
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["settings"] # hub->oslo.topics, line 12
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }

  heartbeats {
    emit = false # emit.heartbeats.enabled, line 5
  }
}

flow "oslo-to-hub" {
  source             = cluster.oslo
  target             = cluster.hub
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["readings\\..*"] # topics, line 11
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }

  heartbeats {
    emit = false # emit.heartbeats.enabled, line 5
  }
}

flow "lisbon-to-hub" {
  source             = cluster.lisbon
  target             = cluster.hub
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 2             # MirrorMaker’s default

  topics {
    include = ["readings\\..*"] # topics, line 11
  }

  acls {
    sync = true # MirrorMaker’s default
  }

  offsets {
    sync = false # MirrorMaker’s default
  }

  heartbeats {
    emit = false # emit.heartbeats.enabled, line 5
  }
}
