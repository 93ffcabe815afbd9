strait {
  required_version = ">= 9.0"

  brake {
    count = 3
  }
}

moved {
  from = flow.a
  to   = flow.b
}

removed {
  from    = flow.c
  destroy = false
}
