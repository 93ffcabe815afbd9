cluster "us" {
  bootstrap = ["us.example.com:9092"]

  tls {
    ca_file             = "ca.pem"
    truststore_file     = "trust.p12"
    truststore_password = env("TRUST")
    cert_file           = "cert.pem"
  }
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]

  tls {
    ca_file             = ""
    key_password        = env("KEY")
    truststore_password = env("TRUST")
  }
}
