# hash
// slashes
/* block */
a = 1 # one
b = 2 // two
/* before */ c = /* inside */ 3 /* after */
d = [ # opened
  4,  // four
  /* five */ 5
] # closed
e { # body
  f = 6
} // end
/* two
   lines */
g = "# not // a /* comment"
