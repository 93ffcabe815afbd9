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

# The same with stores as Java has them, JKS or PKCS12, and a client certificate in place of a password. In PEM it would
# be cert_file, key_file and key_password.
cluster "standby" {
  bootstrap = ["standby-1.example.com:9093", "standby-2.example.com:9093"]

  tls {
    truststore_file     = "certs/truststore.p12"
    truststore_password = secret_file("/run/secrets/truststore-password")
    keystore_file       = "certs/strait.p12"
    keystore_password   = env("STANDBY_KEYSTORE_PASSWORD")
  }
}
