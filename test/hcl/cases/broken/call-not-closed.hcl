locals {
  a = join(",", ["x", "y"]
  b = upper("x"
}

output "z" {
  value = 1
}
