flow "us-to-eu"
{
  source = cluster.us
}
