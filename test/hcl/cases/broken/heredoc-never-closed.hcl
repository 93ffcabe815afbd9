a = 1
b = <<EOT
some text
  EOT.
c = 2
