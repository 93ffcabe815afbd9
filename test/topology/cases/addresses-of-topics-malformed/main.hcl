cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "eu" {
  bootstrap = ["eu.example.com:9092"]
}

flow "orders" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["orders.*"]
  }
}

import {
  to    = topic.eu["us.orders"]
  topic = "us.orders"
}

import {
  to = topic.ue["us.orders"]
}

import {
  to = acl.eu["allow User:billing read on topic us.audit"]
}

import {
  to = flow.orders
}

import {
  to = topic.eu
}

import {
  to = topic.eu["us.twice"]
}

import {
  to    = flow.orders
  topic = "us.twice"
}

removed {
  from    = topic.us2["audit"]
  destroy = false
}

removed {
  from    = topic.eu["us.${"audit"}"]
  destroy = true
}

removed {
  from    = topic.eu["us.audit"]
  destroy = true
}

removed {
  from    = topic.eu["us.audit"]
  destroy = false
}

removed {
  from    = topic_config.eu["us.audit"]
  destroy = false
}
