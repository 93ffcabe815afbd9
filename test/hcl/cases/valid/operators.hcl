precedence = 1 + 2 * 3 - 4 / 2 % 3
grouped    = (1 + 2) * 3
signs      = -1 - -2
logic      = true || false && false
negation   = !true == false
compare    = [1 < 2, 2 <= 2, 3 > 4, 4 >= 4]
equal      = [1 == 1, 1 == "1", [1] == [1], { a = 1 } != { a = 1 }, null == null]
choose     = 1 > 2 ? "a" : 2 > 1 ? "b" : "c"
lines = (
  1
  + 2
  > 2
  ? "yes"
  : "no"
)
exact    = 9007199254740992 + 1
product  = 4294967296 * 4294967296
quotient = 10 / 4
text     = "2" * "3"
lazy     = true || unknown_name
