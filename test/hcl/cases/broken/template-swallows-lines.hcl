a = "${ upper("x" }"
b = 1
