cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
	topics { include = ["語語語", "日本語[", "😀*"] }
}

locals {
  text = "語${upper(missing)}"
}
