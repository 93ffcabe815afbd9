plain = <<EOT
one
  two
EOT
stripped = <<-EOT
    one
      two

    three
  EOT
unescaped = <<EOT
a\nb "c" $${d} %%{e}
EOT
interpolated = <<-TEXT
  to ${upper("x")}:
    ${"y"}
  end
TEXT
empty = <<EOT
EOT
inner = [<<A
a
A
  , <<B
b
B
]
marker_inside = <<EOT
EOT not alone
 EOTX
  EOT
