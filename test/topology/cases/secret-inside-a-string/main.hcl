cluster "us" {
  bootstrap = ["${env("US_HOST")}:9092"]
}
