locals {
  text     = "a"
  sum      = 1 + "a"
  negative = -local.text
  not      = !local.text
  both     = 1 && true
  compare  = "a" < "b"
  zero     = 1 / 0
  modulo   = 5 % 0
  choice   = "yes" ? 1 : 2
  huge     = 1e150 * 1e150 * 1e150
}
