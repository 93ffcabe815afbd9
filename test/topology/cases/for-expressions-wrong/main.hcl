locals {
  number   = [for x in 5 : x]
  text     = { for x in ["a", "a"] : x => x }
  keys     = { for x in [[1]] : x => 1 }
  if       = [for x in [1, 2] : x if "yes"]
  template = "%{ for x in 5 }${x}%{ endfor }"
  choice   = "%{ if 5 }a%{ endif }"
  inside   = "a${[1]}b"
  outside  = [for x in [1] : y]
  nothing  = [for x in null : x]
}
