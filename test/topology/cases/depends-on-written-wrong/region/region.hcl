output "hub" {
  value = "x"
}
