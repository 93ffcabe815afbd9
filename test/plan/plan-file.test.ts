// The plan as a file: what is written can be read, by this version and by the next, and nothing else can.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StraitError } from '../../src/errors/strait-error.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { decodePlan, encodePlan, type Plan } from '../../src/plan/plan-file.ts'
import { type LoadedTopology, loadTopology } from '../../src/topology/load-topology.ts'
import { assertProperty } from '../fuzz.ts'
import { changed, leavesOf } from './every-leaf.ts'
import { clusterOf, context, snapshotOf, topicOf, topologyOf } from './fixtures.ts'
import { situation } from './situations.ts'

const plan = makePlan(
  topologyOf(),
  snapshotOf(clusterOf('us', { topics: [topicOf('orders')] }), clusterOf('eu')),
  context,
)

test('every plan survives writing and reading', () => {
  assertProperty(
    fc.property(situation, (made) => {
      const written = makePlan(made.topology, made.snapshot, context)
      const { plan: read, directory } = decodePlan(encodePlan({ plan: written, directory: 'topology' }))
      assert.deepEqual([read, directory], [JSON.parse(JSON.stringify(written)), 'topology'])
    }),
    { numRuns: 50 },
  )
})

/** As a later Strait would write it, checksum included. */
function written(content: object): string {
  return encodePlan({ plan: content as Plan })
}

test('a plan of a later minor version is read, and what is new in it left out', () => {
  const later = { ...plan, format_version: '1.7', novelty: true }
  assert.deepEqual(decodePlan(written(later)).plan, {
    ...JSON.parse(JSON.stringify(plan)),
    format_version: '1.7',
  })
})

test('laid out anew, a plan file is the same', () => {
  const compact = JSON.stringify(JSON.parse(encodePlan({ plan, directory: '.' })))
  assert.deepEqual(decodePlan(compact), decodePlan(encodePlan({ plan, directory: '.' })))
})

test('a change of any single value of a plan file is noticed', () => {
  const whole: unknown = JSON.parse(encodePlan({ plan, directory: '.' }))
  const leaves = leavesOf(whole).filter(({ path }) => path !== 'format_version')
  assert.ok(leaves.length > 100, `${leaves.length}`)
  for (const { path, value, replaced } of leaves) {
    const edited = JSON.stringify(replaced(changed(value)))
    assert.throws(() => decodePlan(edited), { code: 'ST480' }, path)
  }
})

test('a plan file that was cut short anywhere is refused', () => {
  const text = encodePlan({ plan }).trimEnd()
  for (let length = 0; length < text.length; length += 97) {
    assert.throws(() => decodePlan(text.slice(0, length)), { code: 'ST429' }, `${length}`)
  }
})

/** One variable that is sensitive, and one password from the environment. */
function secretive(start: string): LoadedTopology {
  const text = `variable "word" {
  sensitive = true
}
cluster "us" {
  bootstrap = ["us.example:9092"]
  tls {
  }
  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}
cluster "eu" {
  bootstrap = ["eu.example:9092"]
}
flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  start  = ${start}
  topics {
    include = ["orders"]
  }
}
`
  const given = [{ name: 'word', text: 'do-not-show-this' }]
  return loadTopology({ files: [{ filename: 'main.hcl', text }], given, version: '0.1.0' })
}

test('a plan file holds where a secret is, and never the secret', () => {
  process.env['US_PASSWORD'] = 'hunter2hunter2'
  const { topology, diagnostics } = secretive('"earliest"')
  delete process.env['US_PASSWORD']
  assert(topology !== undefined, JSON.stringify(diagnostics))
  const text = encodePlan({ plan: makePlan(topology, snapshotOf(clusterOf('us'), clusterOf('eu')), context) })
  assert.match(text, /"env": "US_PASSWORD"/)
  for (const secret of ['hunter2', 'do-not-show']) assert.equal(text.includes(secret), false, secret)
})

test('a sensitive value that a plan would show is refused, and not shown by that', () => {
  const { topology, diagnostics } = secretive('length(var.word) > 3 ? "earliest" : "latest"')
  assert.equal(topology, undefined)
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['ST168'],
  )
  assert.equal(JSON.stringify(diagnostics).includes('do-not-show'), false)
})

const refusals = [
  {
    name: 'text that is not JSON',
    text: 'Plan: 1 to add',
    code: 'ST429',
    message: 'This file is not a plan: it is not JSON.',
  },
  {
    name: 'JSON that is no plan',
    text: '{}',
    code: 'ST429',
    message: 'This file is not a plan: format_version is missing.',
  },
  {
    name: 'a plan without a checksum',
    text: JSON.stringify(plan),
    code: 'ST480',
    message:
      'The plan file has no checksum, so nobody can tell whether it is what was reviewed. Plan again with --out.',
  },
  {
    name: 'another major version',
    text: written({ ...plan, format_version: '2.0' }),
    code: 'ST430',
    message:
      'The plan has format 2.0, this version of Strait reads 1.0. Plan again with this version, or apply with the one that planned.',
  },
  {
    name: 'a plan with a row of an unknown type',
    text: written({ ...plan, resource_changes: [{ type: 'secret' }] }),
    code: 'ST429',
    message:
      "This file is not a valid plan: resource_changes.0.type: Invalid discriminator value. Expected 'topic' | 'topic_config' | 'acl' | 'group_offset' | 'flow' | 'internal_topic'.",
  },
]

for (const { name, text, code, message } of refusals) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => decodePlan(text),
      (error) => error instanceof StraitError && error.code === code && error.message === message,
    )
  })
}
