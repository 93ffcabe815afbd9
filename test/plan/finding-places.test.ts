// Findings of a plan point at the argument that they are about, where there is one, and else at its block.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { originPlaces } from '../../src/topology/origins.ts'
import { clusterOf, context, controlTopics, snapshotOf, topicOf } from './fixtures.ts'

const text = `cluster "us" { bootstrap = ["us:9092"] }
cluster "eu" {
  bootstrap  = ["eu:9092"]
  cluster_id = "the-right-one"
}

flow "us-to-eu" {
  source             = cluster.us
  target             = cluster.eu
  replication_factor = 7

  topics {
    include = [
      "orders",
      "nothing-.*",
    ]
  }

  acls {
    sync = true
  }
}

import {
  to = topic.eu["us.other"]
}

removed {
  from    = topic.eu["us.orders"]
  destroy = false
}
`

/** `CODE line`, in order. */
function places(snapshot: Snapshot): string[] {
  const { topology, origins, diagnostics } = loadTopology({
    files: [{ filename: 'main.hcl', text }],
    version: '0.1.0',
  })
  assert.deepEqual(diagnostics, [])
  assert(topology !== undefined)
  const plan = makePlan(topology, snapshot, { ...context, places: originPlaces(origins) })
  return [...plan.errors, ...plan.warnings].map(({ code, place }) => `${code} ${place}`)
}

const us = clusterOf('us', { topics: [topicOf('orders')], acls: [] })

test('a finding stands at its argument', () => {
  const eu = clusterOf('eu', { clusterId: 'the-right-one', topics: controlTopics })
  assert.deepEqual(places(snapshotOf(us, eu)), [
    'ST449 main.hcl:24',
    'ST457 main.hcl:28',
    'ST425 main.hcl:10',
    'ST439 main.hcl:15',
    'ST440 main.hcl:20',
  ])
})

test('so does what is wrong with a cluster', () => {
  assert.deepEqual(places(snapshotOf(us, clusterOf('eu'))), ['ST420 main.hcl:4'])
})

test('where the files are not at hand a finding has no place, and still its place in the model', () => {
  const { topology } = loadTopology({ files: [{ filename: 'main.hcl', text }], version: '0.1.0' })
  assert(topology !== undefined)
  const [error] = makePlan(topology, snapshotOf(us, clusterOf('eu')), context).errors
  assert.deepEqual([error?.path, error?.place], ['cluster.eu.clusterId', undefined])
})
