locals {
  a = "one
  b = "two
  c = "three"
  d = four"
}
