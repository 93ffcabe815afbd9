topics "business" {
  include = ["orders.*", "*.payments"]
}

flow "us to eu" {
  source  = cluster.us
  target  = cluster.ue
  naming  = "prefx"
  topics  = topics.busines
  dilevery = "exactly_once"

  offsets {
    interval = "5sec"
  }
}

flow "eu-to-us" {
  source = "eu"
  topics { include = [] }
}
