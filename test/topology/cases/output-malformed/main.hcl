output "nothing" {
}

output "typo" {
  vlaue = 1
}

output "unknown" {
  value = local.missing
}

output "secret" {
  value = env("PASSWORD")
}

output "flag" {
  value     = 1
  sensitive = "yes"
}
