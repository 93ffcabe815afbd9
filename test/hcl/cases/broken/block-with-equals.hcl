cluster "us" = {
  bootstrap = ["a:1"]
}

x = 1 2
