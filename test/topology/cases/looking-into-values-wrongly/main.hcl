locals {
  list   = ["a", "b"]
  object = { name = "x", port = 1 }

  beyond   = local.list[2]
  negative = local.list[-1]
  half     = local.list[0.5]
  word     = local.list["a"]
  typo     = local.object.nmae
  number   = local.object[0]
  deeper   = local.object.name.first
  splat    = local.object.name[*].x
  indexed  = local.list[true]
}
