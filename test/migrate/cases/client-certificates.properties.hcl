# Written by strait import mm2 from client-certificates.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9093"] # a.bootstrap.servers, line 2

  tls {
    ca_file           = "/etc/kafka/ca.pem"              # a.ssl.truststore.location, line 9
    keystore_file     = "/etc/kafka/client keystore.jks" # a.ssl.keystore.location, line 6
    keystore_password = env("A_KEYSTORE_PASSWORD")       # a.ssl.keystore.password, line 7
  }
}

cluster "b" {
  bootstrap = ["b:9093"] # b.bootstrap.servers, line 3

  tls {
    keystore_file     = "/etc/kafka/b.p12"         # b.ssl.keystore.location, line 11
    keystore_password = env("B_KEYSTORE_PASSWORD") # b.ssl.keystore.password, line 12
  }
}

cluster "c" {
  bootstrap = ["c:9093"] # c.bootstrap.servers, line 4

  tls {
    ca_file      = "c-ca.pem"            # c.ssl.truststore.certificates, line 17
    cert_file    = "c-client.pem"        # c.ssl.keystore.certificate.chain, line 14
    key_file     = "c-client.key"        # c.ssl.keystore.key, line 15
    key_password = env("C_KEY_PASSWORD") # c.ssl.key.password, line 16
  }
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

flow "a-to-c" {
  source             = cluster.a
  target             = cluster.c
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
