a = x & y
b = x | y
c = x ?? y
d = x ** 2
e = not x
f += 1
g = x and y
