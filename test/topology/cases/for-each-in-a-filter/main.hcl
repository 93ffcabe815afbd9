variable "teams" {
  default = ["billing", "search"]
}

cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

topics "of-teams" {
  for_each = var.teams
  include  = ["${each.value}.*"]
  exclude  = ["${each.value}.tmp"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics "orders" {
    for_each = var.teams
    include  = ["${each.value}.*"]
  }

  limits {
    for_each = var.teams
  }
}

flow "clicks" {
  source = cluster.us
  target = cluster.eu
  topics = topics.of-teams
}
