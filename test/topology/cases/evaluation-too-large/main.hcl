locals {
  range  = range(1e9)
  format = format("%1000000d", 1)
  double = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]
}
