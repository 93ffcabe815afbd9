{
  "cluster": { "us": { "bootstrap": ["a:1"] } }
}
