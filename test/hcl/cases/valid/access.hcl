attribute = { a = { b = 1 } }.a.b
index     = [10, 20][1]
key       = { "a b" = 1 }["a b"]
legacy    = [10, 20].1
computed  = { us = 1 }["${"u"}s"]
full      = [{ id = 1 }, { id = 2 }][*].id
inner     = [{ l = [1, 2] }, { l = [3] }][*].l[0]
old       = [{ id = 1 }, { id = 2 }].*.id
one       = { id = 1 }[*].id
none      = null[*].id
call      = split(",", "a,b")[1]
reference = cluster.us
by_key    = cluster["eu"]
