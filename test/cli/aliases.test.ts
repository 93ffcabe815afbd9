// Two names for one broker: files cannot tell that 127.0.0.1 and localhost are the same, the brokers' cluster ids can.
// Flows that feed a cluster with itself are refused before anything is compared, also where others lie in between.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type SharedClusters, sharedClusters } from '../brokers/shared.ts'
import { openAt } from '../kafka/fixture.ts'
import { type Folder, folder, strait } from './strait.ts'

let brokers: SharedClusters

before(async () => {
  brokers = await sharedClusters()
})

/** The same broker by another name. */
function alias(bootstrap: readonly string[]): string[] {
  return bootstrap.map((address) => address.replace('127.0.0.1', 'localhost'))
}

function cluster(name: string, bootstrap: readonly string[]): string {
  return `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
}

function flow(name: string, source: string, target: string): string {
  return `flow "${name}" {\n  source = cluster.${source}\n  target = cluster.${target}\n\n  topics {\n    include = ["alias-test.*"]\n  }\n}\n`
}

async function topicsOf(bootstrap: string[]): Promise<string[]> {
  await using open = openAt(bootstrap)
  return (await open.cluster.topics()).map(({ name }) => name).sort()
}

interface Finding {
  readonly code: string
  readonly subjects: readonly string[]
  readonly detail: string
}

/** What plan says, and that apply says no to it as well, with nothing written for it. */
async function refused(directory: Folder): Promise<readonly Finding[]> {
  const cwd = directory.path
  const valid = await strait(['validate'], { cwd })
  assert.equal(valid.code, 0, valid.stdout + valid.stderr)
  const before = await topicsOf(brokers.target.bootstrap)
  const plan = await strait(['plan', '--json'], { cwd })
  assert.equal(plan.code, 1, plan.stderr)
  const { errors, resource_changes } = JSON.parse(plan.stdout)
  assert.deepEqual(resource_changes, [])
  const applied = await strait(['apply', '--yes'], { cwd })
  assert.equal(applied.code, 1)
  for (const { code } of errors) assert.match(applied.stdout + applied.stderr, new RegExp(code))
  const own = (names: readonly string[]) => names.filter((name) => name.includes('alias-test'))
  assert.deepEqual(own(await topicsOf(brokers.target.bootstrap)), own(before))
  return errors
}

test('a flow from a broker to another name of it is refused, and says where it is written', async () => {
  const { bootstrap } = brokers.source
  assert.notDeepEqual(alias(bootstrap), bootstrap)
  using directory = folder({
    'clusters.hcl': cluster('us', bootstrap) + cluster('copy', alias(bootstrap)),
    'flows.hcl': `\n${flow('round', 'us', 'copy')}`,
  })
  const errors = await refused(directory)
  assert.deepEqual(
    errors.map(({ code, subjects }) => [code, subjects]),
    [['ST421', ['us', 'copy']]],
  )
  assert.match(
    errors[0]?.detail ?? '',
    /are two names for cluster \S+: flow "round" \(us to copy, flows\.hcl:2\)/,
  )
  const { stdout } = await strait(['plan'], { cwd: directory.path })
  assert.match(stdout, /Error\[ST421\]/)
  assert.match(stdout, /flows\.hcl:2/)
})

test('a loop of two flows that other names hide is named hop by hop, each with its line', async () => {
  const [a, b] = [brokers.source.bootstrap, brokers.target.bootstrap]
  using directory = folder({
    'clusters.hcl':
      cluster('a', a) + cluster('b', b) + cluster('a-again', alias(a)) + cluster('b-again', alias(b)),
    'there.hcl': flow('there', 'a', 'b'),
    'back.hcl': `\n\n${flow('back', 'b-again', 'a-again')}`,
  })
  const errors = await refused(directory)
  assert.deepEqual(errors.map(({ code, subjects }) => [code, subjects]).sort(), [
    ['ST422', ['a', 'a-again']],
    ['ST422', ['b', 'b-again']],
  ])
  const [first] = errors.filter(({ subjects }) => subjects.includes('a'))
  assert.match(
    first?.detail ?? '',
    /go round it: flow "there" \(a to b, there\.hcl:1\), flow "back" \(b-again to a-again, back\.hcl:3\)\./,
  )
})

test('one name for each of them makes no loop of the same flows: prefixed names end it', async () => {
  const [a, b] = [brokers.source.bootstrap, brokers.target.bootstrap]
  using directory = folder({
    'main.hcl': cluster('a', a) + cluster('b', b) + flow('there', 'a', 'b') + flow('back', 'b', 'a'),
  })
  const { stdout } = await strait(['plan', '--json'], { cwd: directory.path })
  const codes: string[] = JSON.parse(stdout).errors.map(({ code }: Finding) => code)
  assert.deepEqual(
    codes.filter((code) => code.startsWith('ST42')),
    [],
  )
})
