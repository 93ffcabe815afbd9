topics "business" {
  include = ["orders.*"]
}

groups "billing" {
  include          = ["billing-.*"]
  default_excludes = false
}

flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics = topics.business
  groups = groups.billing
}

flow "eu-to-us" {
  source = cluster.eu
  target = cluster.us
  topics = topics.business
}
