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
  to    = flow.order
  topic = "us.orders"
}

import {
  to    = flow.orders
  topic = "us.orders"
}

import {
  to    = flow.orders
  topic = "us.orders"
}

import "x" {
  to = flow.orders
  id = "us.orders"
}
