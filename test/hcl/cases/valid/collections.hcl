empty_list   = []
list         = [1, "two", true, null, [3]]
trailing     = [1, 2,]
over_lines   = [
  1, # one
  2
  ,
  3,
]
empty_object = {}
object       = { a = 1, "b" = 2, (upper("c")) = 3, 4 = 5 }
colons       = { a : 1, b : { c : 2 } }
lines = {
  a = 1
  b = 2,

  c = 3 // last
}
words   = { null_ = 1, true = 2, if = 3, in = 4 }
proto   = { __proto__ = 1, constructor = 2, toString = 3 }
mixed   = [{ a = 1 }, { a = 2 }]
