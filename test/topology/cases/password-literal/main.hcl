cluster "us" {
  bootstrap = ["us.example.com:9092"]

  tls {
    key_file     = "key.pem"
    cert_file    = "cert.pem"
    key_password = "correct horse"
  }

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = "hunter2"
  }
}
