# What every spoke measures goes to the hub: spoke-oslo.readings, spoke-berlin.readings …
flow "collect" {
  for_each = cluster.spoke
  source   = each.value
  target   = cluster.hub
  topics { include = ["readings.*", "alarms"] }
}

# What the hub decides goes to every spoke, under the same name: spokes never copy it back.
flow "distribute" {
  for_each = cluster.spoke
  source   = cluster.hub
  target   = each.value
  naming   = "identity"
  topics { include = ["settings"] }

  offsets { sync = false }
}
