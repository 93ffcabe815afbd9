import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Given } from '../../src/topology/given-values.ts'
import { type LoadedTopology, loadTopology } from '../../src/topology/load-topology.ts'
import { inputOf } from './cases.ts'

const examples = join(import.meta.dirname, '../../examples')

function loadExample(name: string, given: readonly Given[] = []): LoadedTopology {
  const input = inputOf(join(examples, name))
  return loadTopology({ ...input, given: [...(input.given ?? []), ...given] })
}

/** As `orders-us: us → eu (prefix)`. */
function flowsOf({ topology }: LoadedTopology): string[] {
  return Object.values(topology?.flows ?? {}).map(
    ({ name, source, target, naming }) => `${name}: ${source} → ${target} (${naming.kind})`,
  )
}

const flows: Readonly<Record<string, readonly string[]>> = {
  'active-active': ['east-to-west: east → west (prefix)', 'west-to-east: west → east (prefix)'],
  'active-passive': ['us-to-eu: us → eu (prefix)'],
  'fan-out': [
    'catalogue-ap: origin → region-ap (identity)',
    'catalogue-eu: origin → region-eu (identity)',
    'catalogue-us: origin → region-us (identity)',
  ],
  'hub-and-spoke': [
    'collect-berlin: spoke-berlin → hub (prefix)',
    'collect-lisbon: spoke-lisbon → hub (prefix)',
    'collect-oslo: spoke-oslo → hub (prefix)',
    'distribute-berlin: hub → spoke-berlin (identity)',
    'distribute-lisbon: hub → spoke-lisbon (identity)',
    'distribute-oslo: hub → spoke-oslo (identity)',
  ],
  regions: [
    'region-eu--collect: region-eu--local → central (prefix)',
    'region-us--collect: region-us--local → central (prefix)',
    'reports-eu: central → region-eu--local (identity)',
    'reports-us: central → region-us--local (identity)',
  ],
  secured: ['primary-to-standby: primary → standby (prefix)'],
}

test('every example is in this table and has a page', () => {
  const directories = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  assert.deepEqual(directories.map(({ name }) => name).sort(), Object.keys(flows))
  for (const { name } of directories) assert.ok(existsSync(join(examples, name, 'README.md')), name)
})

for (const [name, expected] of Object.entries(flows)) {
  test(`example ${name} has no mistake and makes its flows`, () => {
    const loaded = loadExample(name)
    assert.deepEqual(loaded.diagnostics, [])
    assert.deepEqual(flowsOf(loaded).sort(), expected)
  })

  test(`the page of example ${name} names only variables that it declares`, () => {
    const page = readFileSync(join(examples, name, 'README.md'), 'utf8')
    const names = [...page.matchAll(/--var '?(\w+)=/g)].map(([, variable = '']) => variable)
    const given = names.map((variable) => ({ name: variable, text: 'null' }))
    const undeclared = loadExample(name, given).diagnostics.filter(({ code }) => code === 'ST166')
    assert.deepEqual(undeclared, [])
  })
}

test('brokers of active-passive come from the command line', () => {
  const { topology } = loadExample('active-passive', [
    { name: 'us_bootstrap', text: '127.0.0.1:5001' },
    { name: 'eu_bootstrap', text: '127.0.0.1:5002,127.0.0.1:5003' },
  ])
  assert.deepEqual(topology?.clusters['us']?.bootstrap, ['127.0.0.1:5001'])
  assert.deepEqual(topology?.clusters['eu']?.bootstrap, ['127.0.0.1:5002', '127.0.0.1:5003'])
})

test('spokes come from the command line as HCL', () => {
  const text = '{ rome = ["127.0.0.1:5001"] }'
  const loaded = loadExample('hub-and-spoke', [{ name: 'spokes', text }])
  assert.deepEqual(flowsOf(loaded), [
    'collect-rome: spoke-rome → hub (prefix)',
    'distribute-rome: hub → spoke-rome (identity)',
  ])
})
