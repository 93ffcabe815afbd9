a { x = 1, y = 2 }
b { c { } }
d { x = 1
}
e { x = 1 }
