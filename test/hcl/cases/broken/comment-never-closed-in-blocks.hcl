flow "a" {
  topics {
    include = [] /* all
  }
}
