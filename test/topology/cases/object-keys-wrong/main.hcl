locals {
  twice = { a = 1, a = 2 }
  made  = { (local.name) = 1, "x" = 2 }
  list  = { ([1]) = 1 }
  none  = { (null) = 1 }
  name  = "x"
}
