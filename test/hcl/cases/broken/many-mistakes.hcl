a = 1 b = 2
c = "x" "y"
flow {{
}
d = @
e = [1,
f = 2
g == 3
