# Passwords are never written here: env() and secret_file() say where the process
# that connects will find them. Plans and applied flows hold the reference only.

cluster "primary" {
  bootstrap  = ["primary-1.example.com:9093", "primary-2.example.com:9093"]
  cluster_id = "5L6g3nShT-eMCtK--X86sw" # brokers that report another id are refused

  tls {
    ca_file = "certs/ca.pem"
  }

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("PRIMARY_PASSWORD")
  }
}

# The same with a truststore as Java has it, and a client certificate in place of a password.
cluster "standby" {
  bootstrap = ["standby-1.example.com:9093", "standby-2.example.com:9093"]

  tls {
    truststore_file     = "certs/truststore.p12"
    truststore_password = secret_file("/run/secrets/truststore-password")
    cert_file           = "certs/strait.pem"
    key_file            = "certs/strait.key"
    key_password        = env("STANDBY_KEY_PASSWORD")
  }
}
