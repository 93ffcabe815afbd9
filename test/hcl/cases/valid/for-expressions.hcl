doubled  = [for x in [1, 2] : x * 2]
indexed  = [for i, x in ["a", "b"] : "${i}${x}"]
filtered = [for x in [1, 2, 3] : x if x != 2]
object   = { for x in ["a", "b"] : x => upper(x) }
entries  = { for k, v in { a = 1, b = 2 } : v => k }
grouped  = { for x in ["ab", "ac", "b"] : substr(x, 0, 1) => x... }
ordered  = [for k, v in { b = 1, a = 2 } : k]
nested   = [for x in [[1, 2], [3]] : [for y in x : y + 1]]
shadow   = [for x in [1] : [for x in [2] : x]]
lines = [
  for x in ["a"] :
  upper(x)
  if true
]
odd_names = [for in in [1] : in]
