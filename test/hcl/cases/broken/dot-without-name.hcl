a = cluster.
b = cluster.5us
c = list.0.1
