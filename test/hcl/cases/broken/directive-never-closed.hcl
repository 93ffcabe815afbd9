a = "%{ if x }yes"
b = "%{ endif }"
c = "%{ for x in y }%{ else }%{ endfor }"
d = "%{ unless x }no%{ endif }"
