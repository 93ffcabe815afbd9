strait {
  required_version = ">= 0.1, < 2.0"
}

cluster "us" {
  bootstrap  = "us-1.example.com:9092, us-2.example.com:9092"
  cluster_id = "MkU3OEVBNTcwNTJENDM2Qk"

  tls {
    truststore_file     = "trust.p12"
    truststore_password = secret_file("/run/secrets/trust")
    cert_file           = "cert.pem"
    key_file            = "key.pem"
    key_password        = env("US_KEY_PASSWORD")
    server_name         = "kafka.example.com"
  }

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}

cluster "eu" {
  bootstrap = ["[2001:db8::1]:9092"]
  tls {
    ca_file = "ca.pem"
  }
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  naming             = "$${source}_$${topic}.copy"
  start              = "2026-01-31T00:00:00Z"
  delivery           = "at_least_once"
  on_gap             = "record"
  on_poison          = "halt"
  engine             = "native"
  replication_factor = 3
  refresh_interval   = "1m30s"

  topics {
    include          = ["orders.*", "audit\\.replica"]
    exclude          = [".*\\.tmp"]
    default_excludes = false
  }

  groups {
    exclude = ["test-.*"]
  }

  configs {
    sync    = false
    exclude = ["retention\\..*"]
  }

  acls {
    sync = true
  }

  offsets {
    sync        = false
    interval    = "1m"
    on_conflict = "rewind"
  }

  heartbeats {
    emit     = false
    interval = 2500
  }

  checkpoints {
    emit     = true
    interval = "60s"
  }

  offset_syncs {
    emit     = true
    location = "target"
  }

  limits {
    bytes_per_second = "40MiB"
  }

  lifecycle {
    protect = true
  }
}
