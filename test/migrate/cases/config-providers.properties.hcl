# Written by strait import mm2 from config-providers.properties. Comments name the setting and line that a value came from.
variable "a_bootstrap" {
  type        = list(string)
  description = "the addresses of cluster a"
}

variable "a_username" {
  type        = string
  description = "the user of cluster a"
}

variable "b_username" {
  type        = string
  description = "the user of cluster b"
}

cluster "a" {
  bootstrap = var.a_bootstrap # a.bootstrap.servers, line 7

  tls {
    truststore_file     = "/etc/a.jks"                 # a.ssl.truststore.location, line 11
    truststore_password = env("A_TRUSTSTORE_PASSWORD") # a.ssl.truststore.password, line 12
  }

  sasl {
    mechanism = "scram-sha-512"   # a.sasl.mechanism, line 9
    username  = var.a_username    # a.sasl.jaas.config, line 10
    password  = env("KAFKA_PASS") # a.sasl.jaas.config, line 10
  }
}

cluster "b" {
  bootstrap = ["b:9093"] # b.bootstrap.servers, line 13

  tls {
    truststore_file     = "/etc/b.jks"                      # b.ssl.truststore.location, line 17
    truststore_password = secret_file("/run/secrets/trust") # b.ssl.truststore.password, line 18
  }

  sasl {
    mechanism = "scram-sha-512" # b.sasl.mechanism, line 15
    username  = var.b_username
    password  = env("B_PASSWORD")
  }
}

flow "a-to-b" {
  source             = cluster.a
  target             = cluster.b
  start              = "mirrormaker" # goes on where MirrorMaker stopped
  replication_factor = 3             # a->b.replication.factor, line 20

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
