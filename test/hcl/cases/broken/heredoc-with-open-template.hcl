a = <<EOT
hello ${name
EOT
b = ]
