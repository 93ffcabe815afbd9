# Written by strait import mm2 from scram-over-tls.properties. Comments name the setting and line that a value came from.

# MirrorMaker does not check the broker’s name here; Strait does (see server_name).
cluster "primary" {
  bootstrap = ["primary:9093"] # primary.bootstrap.servers, line 2

  tls {
    truststore_file     = "/var/private/ssl/truststore.jks"  # primary.ssl.truststore.location, line 8
    truststore_password = env("PRIMARY_TRUSTSTORE_PASSWORD") # primary.ssl.truststore.password, line 9
  }

  sasl {
    mechanism = "scram-sha-512"         # primary.sasl.mechanism, line 4
    username  = "mm2"                   # primary.sasl.jaas.config, line 5
    password  = env("PRIMARY_PASSWORD") # primary.sasl.jaas.config, line 5
  }
}

cluster "standby" {
  bootstrap = ["standby:9093"] # standby.bootstrap.servers, line 12

  tls {
    truststore_file     = "/var/private/ssl/standby.p12"     # standby.ssl.truststore.location, line 16
    truststore_password = env("STANDBY_TRUSTSTORE_PASSWORD") # standby.ssl.truststore.password, line 17
  }

  sasl {
    mechanism = "plain"                 # standby.sasl.mechanism, line 14
    username  = "admin"                 # standby.sasl.jaas.config, line 15
    password  = env("STANDBY_PASSWORD") # standby.sasl.jaas.config, line 15
  }
}

flow "primary-to-standby" {
  source             = cluster.primary
  target             = cluster.standby
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
