# As Terraform 1.11 gives it: what "~" joins to the line before keeps its indentation.
joined = <<-EOT
      six
    four ${"x"}
      %{ if true ~}
      yes
      %{ else ~}
      no
      %{ endif ~}
    last
    EOT

loop = <<-EOT
    %{ for x in ["a", "b"] ~}
      ${x}
    %{ endfor ~}
    end
    EOT

leading = <<-EOT
    one
    %{~ if true }
    two
    %{~ endif }
    EOT
