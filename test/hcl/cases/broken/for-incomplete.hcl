a = [for x in list x]
b = [for in list : x]
c = { for k, v in map : v }
d = { for = 1 }
