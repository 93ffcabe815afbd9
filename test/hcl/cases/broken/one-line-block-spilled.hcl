flow "a" {
  topics { include = ["a"]
  exclude = ["b"] }
  groups { include = ["a"], exclude = [] }
}
