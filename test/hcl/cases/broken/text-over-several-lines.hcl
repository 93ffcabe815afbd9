locals {
  words = "one
    two three
    four"
  other = [1, 2
  next  = 3
}
