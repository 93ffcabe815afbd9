cluster 'us' {
  bootstrap = ['a:1', 'b:2']
}
