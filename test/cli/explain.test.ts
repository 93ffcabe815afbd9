// `strait explain` without a cluster: codes, and rows of a saved plan.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePlan } from '../../src/plan/plan-file.ts'
import { shownPlans } from '../render/plans.ts'
import { assertMatches } from './matches-schema.ts'
import { folder, strait } from './strait.ts'

test('a code is explained by the page of codes, and an unknown one is answered with the nearest', async () => {
  const known = await strait(['explain', 'st160'])
  assert.equal(known.code, 0)
  assert.match(
    known.stdout,
    /^ST160: Reference to something that is not declared\n\n {2}because {2}\S.*\n {2}to do {4}\S/,
  )
  const unknown = await strait(['explain', 'ST161x'])
  assert.equal(unknown.code, 1)
})

test('a row of a saved plan is explained with its rule and what would make it a no-op', async () => {
  using directory = folder({ 'plan.json': encodePlan({ plan: shownPlans.config }) })
  const { code, stdout } = await strait(['explain', 'topic_config.eu["us.orders"]', '--plan', 'plan.json'], {
    cwd: directory.path,
  })
  assert.equal(code, 0)
  assert.match(stdout, /rule +a remote topic has what is set on its source/)
  assert.match(stdout, /no-op +Add "max\\\\\.message\\\\\.bytes"/)
  const value = await strait(
    ['explain', '--json', '--plan', 'plan.json', 'topic_config.eu["us.orders"].configs.retention.ms'],
    { cwd: directory.path },
  )
  assertMatches('results#explain', JSON.parse(value.stdout))
  assert.deepEqual(JSON.parse(value.stdout).facts, [
    { heading: 'value', text: '"3600000"' },
    { heading: 'from', text: 'the source: 3600000 on us' },
    { heading: 'live', text: '"604800000"' },
  ])
})

test('a block is explained with what it waits for, and with what waits for it', async () => {
  using directory = folder({ 'plan.json': encodePlan({ plan: shownPlans.ordered }) })
  const factsOf = async (address: string): Promise<string[]> => {
    const { stdout } = await strait(['explain', '--json', '--plan', 'plan.json', address], {
      cwd: directory.path,
    })
    const { facts }: { facts: { heading: string; text: string }[] } = JSON.parse(stdout)
    return facts
      .filter(({ heading }) => ['after', 'before', 'order'].includes(heading))
      .map(({ heading, text }) => `${heading} ${text}`)
  }
  assert.deepEqual(await factsOf('flow.orders'), [
    'after all that apply does for acl.billing and flow.clicks',
  ])
  assert.deepEqual(await factsOf('flow.clicks'), ['before all that apply does for flow.orders'])
  assert.deepEqual(await factsOf('acl.eu["allow User:billing read on topic reports"]'), [
    'before all that apply does for flow.orders',
  ])
  assert.deepEqual(await factsOf('flow.gone'), ['order before flow.older'])
})

test('an address that the plan does not have is answered with the nearest', async () => {
  using directory = folder({ 'plan.json': encodePlan({ plan: shownPlans.first }) })
  const { code, stderr } = await strait(['explain', 'flow.us-to-ue', '--plan', 'plan.json'], {
    cwd: directory.path,
  })
  assert.equal(code, 1)
  assert.match(stderr, /Did you mean flow\.us-to-eu\?/)
})

test('what a plan leaves as it is is explained by the flow that manages it, the rule, and the filter', async () => {
  using directory = folder({ 'plan.json': encodePlan({ plan: shownPlans.converged }) })
  const explain = (address: string) =>
    strait(['explain', address, '--plan', 'plan.json'], { cwd: directory.path })
  const topic = await explain('topic.eu["us.orders"]')
  assert.equal(topic.code, 0)
  assert.equal(
    topic.stdout.trimEnd(),
    `topic.eu["us.orders"]

  what     nothing changes for topic.eu["us.orders"]
  managed  by flow.us-to-eu
  rule     it is there, with no fewer partitions than its source
  filter   orders passes by include "orders"
  means    the copy of orders on us`,
  )
  for (const address of [
    'topic_config.eu[us.orders]',
    'internal_topic.eu["strait.control.internal"]',
    'acl.eu["allow User:alice read on topic us.orders"]',
  ]) {
    const { code, stdout } = await explain(address)
    assert.equal(code, 0, address)
    assert.match(stdout, /nothing changes for .*\n +managed +by flow\.us-to-eu\n +rule +\S/)
  }
  const key = await explain('topic_config.eu["us.orders"].configs.retention.ms')
  assert.equal(key.code, 1)
  assert.match(key.stderr, /A saved plan holds no values of what stays as it is: explain the directory\./)
  const other = await explain('internal_topic.eu["strait.control.internal"].partitions')
  assert.equal(other.code, 1)
  assert.match(other.stderr, /has no value partitions/)
  const unknown = await explain('topic.eu["us.ordesr"]')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr.replaceAll(/\s+/g, ' '), /Did you mean topic\.eu\["us\.orders"\]\?/)
})

test('a local and a variable are explained without a cluster, down to what they are made of', async () => {
  using directory = folder({
    'main.hcl': `variable "mib" {
  default = 4
}

variable "token" {
  default   = "hush"
  sensitive = true
}

locals {
  rate = var.mib * 1048576
}

cluster "us" {
  bootstrap = ["localhost:1"]
}

cluster "eu" {
  bootstrap = ["localhost:2"]
}

flow "f" {
  source = cluster.us
  target = cluster.eu
  topics {
    include = ["x"]
  }
}
`,
  })
  const explain = (name: string) => strait(['explain', name], { cwd: directory.path })
  const rate = await explain('local.rate')
  assert.equal(
    rate.stdout.trimEnd(),
    `local.rate

  written  var.mib * 1048576 (main.hcl:11)
  from     var.mib = 4 (default, main.hcl:2)`,
  )
  const secret = await explain('var.token')
  assert.match(secret.stdout, /written +default, main\.hcl:6; the value is not shown/)
  const unknown = await explain('var.mbi')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /Did you mean var\.mib\?/)
})
