under_score = 1
_private    = 2
with-dash   = 3
größe       = 4
日本          = 5
for         = 6
in          = 7
