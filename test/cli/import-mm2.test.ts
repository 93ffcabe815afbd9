// `strait import mm2` as users run it: HCL on stdout or in a directory, the report on stderr, nothing by halves.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { assertMatches } from './matches-schema.ts'
import { type Ended, type Folder, folder, strait } from './strait.ts'

let directory: Folder

const properties = `clusters = us, eu
us.bootstrap.servers = us:9092
eu.bootstrap.servers = eu:9093
eu.security.protocol = SASL_SSL
eu.sasl.mechanism = SCRAM-SHA-512
eu.sasl.jaas.config = a.b.ScramLoginModule required username="mm2" password="hunter2";
us->eu.enabled = true
us->eu.enable = true
`

const connector = {
  'source.cluster.alias': 'us',
  'target.cluster.alias': 'eu',
  'source.cluster.bootstrap.servers': 'us:9092',
  'target.cluster.bootstrap.servers': 'eu:9092',
}

before(() => {
  directory = folder({
    'mm2.properties': properties,
    'backreference.properties': `${properties}\nus->eu.topics.exclude = (a+)\\\\1\n`,
    'source.json': JSON.stringify({
      ...connector,
      'connector.class': 'MirrorSourceConnector',
      topics: 'orders',
    }),
    'checkpoint.json': JSON.stringify({
      ...connector,
      'connector.class': 'MirrorCheckpointConnector',
      'sync.group.offsets.enabled': true,
    }),
    'wrong.properties': properties.replace('us->eu.enable =', 'us->eu.topics = x{1,'),
  })
})

after(() => directory[Symbol.dispose]())

function importing(...args: readonly string[]): Promise<Ended> {
  return strait(['import', 'mm2', ...args], { cwd: directory.path })
}

test('without --out the HCL goes to stdout and the report to stderr', async () => {
  const { code, stdout, stderr } = await importing('mm2.properties')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^# Written by strait import mm2 from mm2\.properties\./)
  assert.match(stdout, /password {2}= env\("EU_PASSWORD"\)/)
  assert.match(stderr, /us->eu\.enable\n.*Did you mean us->eu\.enabled\?/)
  assert.match(stderr, /set EU_PASSWORD\n {6}the password of user "mm2" on cluster eu \(line 6\)/)
  assert.equal((stdout + stderr).includes('hunter2'), false)
})

test('with --out a directory is written that validates, and not written over', async () => {
  const { code, stdout, stderr } = await importing('mm2.properties', '--out', 'topology')
  assert.equal(code, 0, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /Wrote topology\/mm2\.hcl\. Next: strait validate topology\n$/)
  const validated = await strait(['validate', 'topology'], { cwd: directory.path })
  assert.equal(validated.code, 0, validated.stderr)
  const formatted = await strait(['fmt', '--check', 'topology'], { cwd: directory.path })
  assert.equal(formatted.code, 0, formatted.stdout)

  assert.equal((await importing('mm2.properties', '--out', 'topology')).code, 0)
  const file = join(directory.path, 'topology/mm2.hcl')
  writeFileSync(file, '# mine\n')
  const refused = await importing('mm2.properties', '--out', 'topology')
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /^Error\[ST233\]: topology\/mm2\.hcl exists already/m)
  assert.equal(readFileSync(file, 'utf8'), '# mine\n')
})

test('what cannot be carried over is an error at its line, and nothing is written', async () => {
  const { code, stdout, stderr } = await importing('wrong.properties', '--out', 'nowhere')
  assert.equal(code, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /Error\[ST232\]: MirrorMaker cuts lists at commas.* "x\{1" of "us->eu\.topics"/)
  assert.match(stderr, /on wrong\.properties line 8:/)
  assert.match(stderr, /Nothing was written\./)
  assert.equal(existsSync(join(directory.path, 'nowhere')), false)
})

test('a pattern that only Java can do is imported as it is, and no plan is made before it is written anew', async () => {
  const { code, stderr } = await importing('backreference.properties', '--out', 'anew')
  assert.equal(code, 0, stderr)
  assert.match(stderr, /write flow\.us-to-eu\.topics\.exclude anew\n/)
  for (const command of ['validate', 'plan']) {
    const refused = await strait([command, 'anew'], { cwd: directory.path })
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /Error\[ST\d+\]: "\\1" is not supported in patterns\n\n {2}on anew\/mm2\.hcl line \d+/,
    )
    assert.match(refused.stderr, /# WRITE ANEW: us->eu\.topics\.exclude, line \d+/)
  }
})

test('--json has report and HCL in one object, also where nothing was written', async () => {
  const { code, stdout, stderr } = await importing('mm2.properties', '--json')
  assert.equal(code, 0, stderr)
  const report = JSON.parse(stdout)
  assertMatches('results#import', report)
  assert.equal(report.format_version, '1.0')
  assert.deepEqual(report.flows, ['us-to-eu'])
  assert.deepEqual(report.settings.at(-1), {
    file: 'mm2.properties',
    line: 8,
    key: 'us->eu.enable',
    outcome: 'ignored',
    to: [],
    note: 'nobody reads a setting of this name',
    suggestion: 'us->eu.enabled',
  })
  assert.match(report.hcl, /^# Written by/)
  const failed = JSON.parse((await importing('wrong.properties', '--json')).stdout)
  assertMatches('results#import', failed)
  assert.equal(failed.failure_reason, 'cannot_import')
  assert.equal(failed.diagnostics[0].code, 'ST232')
})

test('the connectors of a pair come from a file each, and every row tells which', async () => {
  const { code, stdout, stderr } = await importing('source.json', 'checkpoint.json', '--json')
  assert.equal(code, 0, stderr)
  const report = JSON.parse(stdout)
  assert.equal(report.file, 'source.json, checkpoint.json')
  assert.deepEqual(report.flows, ['us-to-eu'])
  assert.match(report.hcl, /sync = true # checkpoint\.json: sync\.group\.offsets\.enabled, line 1/)
  const files = report.settings.map(({ file }: { file: string }) => file)
  assert.deepEqual([...new Set(files)], ['source.json', 'checkpoint.json'])
})

test('a file that is not there is a usage mistake', async () => {
  const { code, stderr } = await importing('missing.properties')
  assert.equal(code, 1)
  assert.match(stderr, /^Error\[ST602\]: missing\.properties cannot be read/)
})
