# Written by strait import mm2 from active-passive.properties. Comments name the setting and line that a value came from.

cluster "primary" {
  bootstrap = ["primary-1:9092", "primary-2:9092"] # primary.bootstrap.servers, line 3
}

cluster "standby" {
  bootstrap = ["standby-1:9092"] # standby.bootstrap.servers, line 4
}

flow "primary-to-standby" {
  source             = cluster.primary
  target             = cluster.standby
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 3             # replication.factor, line 14
  refresh_interval   = "1m"          # refresh.topics.interval.seconds, line 17

  topics {
    include = [".*"] # primary->standby.topics, line 7
  }

  groups {
    include = [".*"] # groups, line 11
  }

  configs {
    sync = true # sync.topic.configs.enabled, line 15
  }

  acls {
    sync = false # sync.topic.acls.enabled, line 16
  }

  offsets {
    sync     = true  # sync.group.offsets.enabled, line 23
    interval = "30s" # sync.group.offsets.interval.seconds, line 24
  }

  heartbeats {
    interval = "5s" # emit.heartbeats.interval.seconds, line 25
  }

  checkpoints {
    interval = "30s" # emit.checkpoints.interval.seconds, line 22
  }
}
