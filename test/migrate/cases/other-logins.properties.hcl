# Written by strait import mm2 from other-logins.properties. Comments name the setting and line that a value came from.
variable "file_username" {
  type        = string
  description = "the user of cluster file"
}

# CHANGE THIS: it logs in by AWS_MSK_IAM, which Strait does not know. Add a sasl block.
cluster "msk" {
  bootstrap = ["b-1.msk.example.com:9098"] # msk.bootstrap.servers, line 2

  tls {}
}

# CHANGE THIS: it logs in by GSSAPI, which Strait does not know. Add a sasl block.
cluster "krb" {
  bootstrap = ["krb:9092"] # krb.bootstrap.servers, line 7
}

cluster "file" {
  bootstrap = ["file:9093"] # file.bootstrap.servers, line 10

  tls {}

  sasl {
    mechanism = "scram-sha-512" # file.sasl.mechanism, line 12
    username  = var.file_username
    password  = env("FILE_PASSWORD")
  }
}

flow "msk-to-krb" {
  source             = cluster.msk
  target             = cluster.krb
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

flow "msk-to-file" {
  source             = cluster.msk
  target             = cluster.file
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
