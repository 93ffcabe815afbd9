// Where a value came from: the text that was written, and the whole chain of what it is made of.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Given } from '../../src/topology/given-values.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { inheritedArguments, valueSource } from '../../src/topology/value-source.ts'

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
  return valueSource(loaded, 'flow.f', attribute)
}

test('a value of a variable leads to the default, to a file of values, or to the command line', () => {
  const [place, text] = ['main.hcl:26', 'var.rate']
  assert.deepEqual(sourceOf('limits.bytes_per_second'), {
    place,
    text,
    definitions: [{ name: 'var.rate', place: 'main.hcl:2', text: '"1MiB"', isDefault: true }],
  })
  const file = { filename: 'prod.straitvars', text: '# fast\nrate = "2MiB"\n' }
  assert.deepEqual(sourceOf('limits.bytes_per_second', [file])?.definitions, [
    { name: 'var.rate', place: 'prod.straitvars:2', text: '"2MiB"' },
  ])
  const flag = { name: 'rate', text: '3MiB' }
  assert.deepEqual(sourceOf('limits.bytes_per_second', [file, flag])?.definitions, [
    { name: 'var.rate', place: '--var rate' },
  ])
})

test('a value that was written plainly is shown as it was written, and a default as nowhere', () => {
  assert.deepEqual(sourceOf('offsets.interval'), { place: 'main.hcl:22', text: '"7s"', definitions: [] })
  assert.equal(sourceOf('delivery'), undefined)
})

const root = `variable "mib" {
  default = 4
}

variable "token" {
  default   = "hidden"
  sensitive = true
}

locals {
  regions = { oslo = { rate = local.rate } }
  rate    = format("%dMiB", var.mib)
}

cluster "hub" {
  bootstrap = ["a:1"]
}

module "region" {
  source   = "./region"
  for_each = local.regions
  hub      = cluster.hub
  rate     = each.value.rate
}

flow "back" {
  source = cluster.hub
  target = module.region["oslo"].edge

  topics {
    include = [for name in ["x"] : name]
  }

  limits {
    bytes_per_second = nonsensitive(length(var.token)) > 3 ? module.region["oslo"].rate : "1MiB"
  }
}
`

const region = `variable "hub" {}

variable "rate" {}

cluster "edge" {
  bootstrap = ["b:1"]
}

locals {
  rate = var.rate
}

output "edge" {
  value = cluster.edge
}

output "rate" {
  value = local.rate
}

topics "all" {
  include = ["y"]
}

flow "in" {
  for_each = { daily = local.rate }
  source   = var.hub
  target   = cluster.edge
  topics   = topics.all

  limits {
    bytes_per_second = each.value
  }
}
`

const layered = loadTopology({
  files: [{ filename: 'main.hcl', text: root }],
  version: '0.1.0',
  readModule: () => ({
    directory: 'region',
    files: [{ filename: 'region/main.hcl', text: region }],
    diagnostics: [],
  }),
})

const chain = (block: string, attribute: string): string[] => {
  assert.deepEqual(layered.diagnostics, [])
  const source = valueSource(layered, block, attribute) ?? assert.fail(`nothing wrote ${attribute}`)
  return source.definitions.map(({ name, place, text }) => [name, place, text].join(' | '))
}

test('the chain goes through locals, repetitions, modules and variables, each with its place', () => {
  const inModule = 'module.region["oslo"]'
  assert.deepEqual(chain('flow.region-oslo--in-daily', 'limits.bytes_per_second'), [
    `${inModule}.each.value | region/main.hcl:26 | { daily = local.rate }`,
    `${inModule}.local.rate | region/main.hcl:10 | var.rate`,
    `${inModule}.var.rate | main.hcl:23 | each.value.rate`,
    'each.value | main.hcl:21 | local.regions',
    'local.regions | main.hcl:11 | { oslo = { rate = local.rate } }',
    'local.rate | main.hcl:12 | format("%dMiB", var.mib)',
    'var.mib | main.hcl:2 | 4',
  ])
  assert.deepEqual(chain('flow.region-oslo--in-daily', 'source'), [
    `${inModule}.var.hub | main.hcl:22 | cluster.hub`,
    'cluster.hub | main.hcl:15 | ',
  ])
  assert.deepEqual(chain('flow.region-oslo--in-daily', 'topics'), [
    `${inModule}.topics.all | region/main.hcl:21 | `,
  ])
})

test('an output is followed into its module, and what is sensitive is not shown', () => {
  const inModule = 'module.region["oslo"]'
  assert.deepEqual(chain('flow.back', 'limits.bytes_per_second').slice(0, 3), [
    'var.token | main.hcl:6 | ',
    `${inModule}.output.rate | region/main.hcl:18 | local.rate`,
    `${inModule}.local.rate | region/main.hcl:10 | var.rate`,
  ])
  assert.deepEqual(
    chain('flow.back', 'topics.include'),
    [],
    'what an expression binds itself is no definition',
  )
})

const shared = `variable "rate" {
  default = "1MiB"
}

strait {
  defaults {
    delivery = "at_least_once"

    offsets {
      interval    = "7s"
      on_conflict = "rewind"
    }

    limits {
      bytes_per_second = var.rate
    }
  }
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
    interval = "9s"
  }
}
`

test('what a flow leaves to the defaults block comes from there, with what it is made of', () => {
  const loaded = loadTopology({ files: [{ filename: 'main.hcl', text: shared }], version: '0.1.0' })
  assert.deepEqual(loaded.diagnostics, [])
  assert.deepEqual(valueSource(loaded, 'flow.f', 'limits.bytes_per_second'), {
    place: 'main.hcl:15',
    text: 'var.rate',
    isInherited: true,
    definitions: [{ name: 'var.rate', place: 'main.hcl:2', text: '"1MiB"', isDefault: true }],
  })
  assert.deepEqual(valueSource(loaded, 'flow.f', 'offsets.interval'), {
    place: 'main.hcl:37',
    text: '"9s"',
    definitions: [],
  })
  assert.equal(valueSource(loaded, 'flow.f', 'on_gap'), undefined)
  assert.deepEqual(inheritedArguments(loaded, 'flow.f'), {
    place: 'main.hcl:6',
    names: ['delivery', 'offsets.on_conflict', 'limits.bytes_per_second'],
  })
})
