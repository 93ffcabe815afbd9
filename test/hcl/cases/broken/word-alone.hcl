cluster
flow "x"
source cluster.us
