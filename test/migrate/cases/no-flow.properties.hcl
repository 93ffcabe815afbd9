# Written by strait import mm2 from no-flow.properties. Comments name the setting and line that a value came from.

cluster "a" {
  bootstrap = ["a:9092"] # a.bootstrap.servers, line 2
}

cluster "b" {
  bootstrap = ["b:9092"] # b.bootstrap.servers, line 3
}
