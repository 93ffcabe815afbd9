// Where a value came from: the text that was written, and where its variables have their values from.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Given } from '../../src/topology/given-values.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { valueSource } from '../../src/topology/value-source.ts'

const files = [
  {
    filename: 'main.hcl',
    text: `variable "rate" {
  default = "1MiB"
}

cluster "us" {
  bootstrap = ["a:1"]
}

cluster "eu" {
  bootstrap = ["b:1"]
}

flow "f" {
  source = cluster.us
  target = cluster.eu

  topics {
    include = ["x"]
  }

  offsets {
    interval = "7s"
  }

  limits {
    bytes_per_second = var.rate
  }
}
`,
  },
]

function sourceOf(attribute: string, given: readonly Given[] = []) {
  const loaded = loadTopology({ files, given, version: '0.1.0' })
  assert.deepEqual(loaded.diagnostics, [])
  return valueSource({ ...loaded, given }, 'flow.f', attribute)
}

test('a value of a variable leads to the default, to a file of values, or to the command line', () => {
  const written = { place: 'main.hcl:26', text: 'var.rate' }
  assert.deepEqual(sourceOf('limits.bytes_per_second'), {
    ...written,
    variables: [{ name: 'rate', from: 'its default, main.hcl:1' }],
  })
  const file = { filename: 'prod.straitvars', text: '# fast\nrate = "2MiB"\n' }
  assert.equal(sourceOf('limits.bytes_per_second', [file])?.variables[0]?.from, 'prod.straitvars:2')
  const flag = { name: 'rate', text: '3MiB' }
  assert.equal(sourceOf('limits.bytes_per_second', [file, flag])?.variables[0]?.from, '--var rate')
})

test('a value that was written plainly is shown as it was written, and a default as nowhere', () => {
  assert.deepEqual(sourceOf('offsets.interval'), { place: 'main.hcl:22', text: '"7s"', variables: [] })
  assert.equal(sourceOf('delivery'), undefined)
})
