sum        = "1 + 2 = ${1 + 2}"
lone       = "${[1, 2]}"
nested     = "a${"b${"c"}"}"
quoted     = "${{ a = "}" }.a}"
condition  = "%{ if true }yes%{ else }no%{ endif }"
without    = "x%{ if false }yes%{ endif }y"
loop       = "%{ for x in ["a", "b"] }<${x}>%{ endfor }"
keys       = "%{ for k, v in { b = 2, a = 1 } }${k}=${v};%{ endfor }"
trimmed    = "a   ${~ "b" ~}   c"
directives = "a %{~ if true ~} b %{~ endif ~} c"
over_lines = "${
  upper("x")
}"
lines = <<EOT
%{ for x in ["a", "b"] ~}
server ${x}
%{ endfor ~}
EOT
