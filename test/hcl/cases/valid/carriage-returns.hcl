a = 1

# remark
b {
  c = [
    2,
  ]
}
