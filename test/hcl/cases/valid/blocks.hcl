cluster "us" {
  bootstrap = ["a:1"]
  tls {}
  sasl { username = "strait" }
}

bare label "quoted" {
}

nested {
  inner "x" {
    innermost "y" "z" {
      deep = true
    }
  }
  inner "x" {
  }
  after = 1
} # the end

empty {}
