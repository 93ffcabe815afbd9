// The rules decide loops and double writers by names alone. Here random topologies are replicated hop by hop with
// the selection and naming that agents use, and the rules have to agree with what then happens.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { topicSelector } from '../../../src/mirror/selection.ts'
import { loadTopology } from '../../../src/topology/load-topology.ts'
import { type FlowSpec, flowSpec } from '../../../src/topology/model.ts'
import { assertProperty } from '../../fuzz.ts'

const clusters = ['us', 'eu', 'ap']
const originals = ['orders', 'payments', 'us.orders', 'x-orders', 'copy.orders', 'eu_orders']

/** More rounds than any chain without a loop can make through three clusters. */
const hopsMax = 12

interface Edge {
  readonly source: string
  readonly target: string
  readonly naming: string
  readonly include: string
  readonly exclude: string
}

const edgeBetween = (...names: readonly string[]) =>
  fc
    .record({
      source: fc.constantFrom(...names),
      target: fc.constantFrom(...names),
      naming: fc.constantFrom('prefix', 'identity', 'x-$${topic}', '$${source}_$${topic}', '$${topic}.copy'),
      include: fc.constantFrom('.*', 'orders', '.*orders', 'us.*', '[a-p]+', 'x-.*', '(x-)?orders'),
      exclude: fc.constantFrom('none', 'eu.*', '.*copy', 'x-.*', '.*\\\\..*'),
    })
    .filter(({ source, target }) => source !== target)

/** Loops are rare among three clusters, and short among two: both are tried. */
const topologies = fc.oneof(
  fc.array(edgeBetween('us', 'eu'), { minLength: 2, maxLength: 3 }),
  fc.array(edgeBetween(...clusters), { minLength: 3, maxLength: 4 }),
)

function hclOf(edges: readonly Edge[]): string {
  return [
    ...clusters.map((name) => `cluster "${name}" {\n  bootstrap = ["${name}.example.com:9092"]\n}`),
    ...edges.map(
      ({ source, target, naming, include, exclude }, index) => `flow "f${index}" {
  source = cluster.${source}
  target = cluster.${target}
  naming = "${naming}"
  topics {
    include = ["${include}"]
    exclude = ["${exclude}"]
  }
}`,
    ),
  ].join('\n')
}

/** The flows as agents would run them, also where the rules refuse the whole. */
function specsOf(edges: readonly Edge[]): FlowSpec[] {
  return edges.map((each, index) => {
    const { topology } = loadTopology({
      files: [{ filename: 'one.hcl', text: hclOf([each]) }],
      version: '0.1.0',
    })
    return { ...flowSpec.parse(topology?.flows['f0']), name: `f${index}` }
  })
}

interface Copy {
  readonly flow: FlowSpec
  readonly topic: string
  readonly hops: number
}

/** Everything that copying makes of the topics, until nothing is new or names have gone round. */
function copiesOf(specs: readonly FlowSpec[], start: readonly { cluster: string; topic: string }[]): Copy[] {
  const selectors = new Map(specs.map((spec) => [spec, topicSelector(spec)]))
  const copies: Copy[] = []
  const open = start.map((each) => ({ ...each, hops: 0 }))
  for (const { cluster, topic, hops } of open) {
    if (hops > hopsMax) continue
    for (const [flow, select] of selectors) {
      const verdict = flow.source === cluster ? select(topic) : undefined
      if (verdict?.replicated !== true) continue
      copies.push({ flow, topic: verdict.remoteTopic, hops: hops + 1 })
      open.push({ cluster: flow.target, topic: verdict.remoteTopic, hops: hops + 1 })
    }
  }
  return copies
}

function saidOf(edges: readonly Edge[], code: string) {
  const { diagnostics } = loadTopology({
    files: [{ filename: 'all.hcl', text: hclOf(edges) }],
    version: '0.1.0',
  })
  return diagnostics.filter((diagnostic) => diagnostic.code === code)
}

test('whatever goes round when it is copied is refused as a loop', () => {
  let loops = 0
  assertProperty(
    fc.property(topologies, (edges) => {
      const start = clusters.flatMap((cluster) => originals.map((topic) => ({ cluster, topic })))
      const goesRound = copiesOf(specsOf(edges), start).some(({ hops }) => hops > hopsMax)
      if (!goesRound) return
      loops++
      assert.notEqual(saidOf(edges, 'ST191').length, 0)
    }),
    { numRuns: 400 },
  )
  assert.ok(loops > 5, `${loops} loops were tried`)
})

test('the topic that a loop is shown with does go round', () => {
  let loops = 0
  assertProperty(
    fc.property(topologies, (edges) => {
      for (const { detail = '' } of saidOf(edges, 'ST191')) {
        const [, topic = '', cluster = ''] = /Topic "([^"]+)" of cluster "([^"]+)"/.exec(detail) ?? []
        const copies = copiesOf(specsOf(edges), [{ cluster, topic }])
        assert.ok(
          copies.some(({ hops }) => hops > hopsMax),
          detail,
        )
        loops++
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(loops > 5, `${loops} loops were tried`)
})

test('two flows that write one topic when they copy are refused or warned of', () => {
  let clashes = 0
  assertProperty(
    fc.property(topologies, (edges) => {
      const start = clusters.flatMap((cluster) => originals.map((topic) => ({ cluster, topic })))
      const writers = new Map<string, FlowSpec>()
      const firstHops = copiesOf(specsOf(edges), start).filter(({ hops }) => hops === 1)
      const clash = firstHops.some(({ flow, topic }) => {
        const key = `${flow.target} ${topic}`
        const other = writers.get(key) ?? flow
        writers.set(key, flow)
        return other !== flow
      })
      if (!clash) return
      clashes++
      assert.notEqual(saidOf(edges, 'ST192').length, 0)
    }),
    { numRuns: 400 },
  )
  assert.ok(clashes > 5, `${clashes} clashes were tried`)
})
