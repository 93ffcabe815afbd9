// Every file of the corpus: the HCL that is written, the report, and what must hold of both whatever is in a file.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { formatHcl } from '../../src/hcl/format.ts'
import { importMm2, type Mm2Import } from '../../src/migrate/import-mm2.ts'
import { clientNames, connectorNames } from '../../src/migrate/mm2-names.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { assertProperty } from '../fuzz.ts'
import { caseFiles, caseFolder, outcomeOf } from './cases.ts'

function problemsOf(hcl: string): string[] {
  const files = [{ filename: 'mm2.hcl', text: hcl }]
  return loadTopology({ files, version: '0.1.0', withoutValues: true })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ summary }) => summary)
}

test('the corpus has cases', () => {
  assert.ok(caseFiles.length >= 40, String(caseFiles.length))
})

for (const name of caseFiles) {
  describe(name, () => {
    const { hcl, text } = outcomeOf(name)
    const base = join(caseFolder, name)

    test('becomes the expected HCL and report', () => {
      assert.equal(text, readFileSync(`${base}.txt`, 'utf8'))
      assert.equal(hcl, existsSync(`${base}.hcl`) ? readFileSync(`${base}.hcl`, 'utf8') : undefined)
    })

    test('holds no secret, neither in HCL nor in the report', () => {
      const { report, diagnostics } = importMm2({ name, bytes: readFileSync(base) })
      assert.doesNotMatch(JSON.stringify([hcl, text, report, diagnostics]), /S3CRET|UzNDUkVU/)
    })

    if (hcl === undefined) return

    test('validates without errors (but a loop, and patterns to write anew, which it says), in the layout of fmt', () => {
      const problems = problemsOf(hcl)
      assert.deepEqual(problems.length > 0, /strait validate refuses/.test(text), problems.join())
      assert.equal(
        problems.length > 0,
        ['loop.properties', 'one-name-twice.properties', 'patterns-to-write.properties'].includes(name),
      )
      assert.equal(formatHcl({ filename: 'mm2.hcl', text: hcl }).text, hcl)
    })

    // A line of YAML is not a setting: Strimzi's keys may span several, or share one.
    if (!name.endsWith('.properties')) return

    test('tells of every setting', () => {
      const { report } = importMm2({ name, bytes: readFileSync(base) })
      const written = readFileSync(base, 'latin1')
      const lines = new Set(report.settings.map(({ line }) => line))
      const continued = (line: number): boolean => /\\$/.test(written.split('\n')[line - 2] ?? '')
      const unspoken = written
        .split('\n')
        .flatMap((text, index) => (/^\s*(?:[#!]|$)/.test(text) || continued(index + 1) ? [] : [index + 1]))
        .filter((line) => !lines.has(line))
      assert.deepEqual(unspoken, [])
    })
  })
}

const keys = [
  'clusters',
  'a.bootstrap.servers',
  'b.bootstrap.servers',
  'a->b.enabled',
  'a->b.topics',
  'topics',
]
const moreKeys = [
  'a->b.replication.policy.separator',
  'b.sasl.jaas.config',
  'b.security.protocol',
  'groups.exclude',
]
const line = fc.oneof(
  fc
    .tuple(fc.constantFrom(...keys, ...moreKeys), fc.string({ unit: 'binary' }))
    .map(([key, value]) => `${key}=${value}`),
  fc.string({ unit: 'binary' }),
)

/** A pattern that is to be written anew is told as a task, and refused by validate until then. */
function assertTold({ hcl, diagnostics, report }: Mm2Import): void {
  const isUnfit = report.tasks.some(({ kind }) => kind === 'pattern')
  if (hcl === undefined) assert.ok(diagnostics.length > 0)
  else assert.equal(problemsOf(hcl).length > 0, isUnfit, hcl)
}

test('whatever a properties file holds, there is HCL that validates or a reason why not', () => {
  const head = 'clusters=a,b\na.bootstrap.servers=a:1\nb.bootstrap.servers=b:1\na->b.enabled=true\n'
  assertProperty(
    fc.property(fc.boolean(), fc.array(line, { maxLength: 8 }), (whole, lines) => {
      const bytes = Buffer.from((whole ? head : '') + lines.join('\n'))
      assertTold(importMm2({ name: 'x.properties', bytes }))
    }),
    { numRuns: 400 },
  )
})

test('whatever a YAML file holds, there is HCL that validates or a reason why not', () => {
  const base = readFileSync(join(caseFolder, 'strimzi-secured.yaml'), 'utf8')
  assertProperty(
    fc.property(fc.nat(base.length), fc.nat(40), fc.string(), (at, length, text) => {
      const bytes = Buffer.from(base.slice(0, at) + text + base.slice(at + length))
      assertTold(importMm2({ name: 'x.yaml', bytes }))
    }),
    { numRuns: 300 },
  )
})

test('whatever a JSON file holds, there is HCL that validates or a reason why not', () => {
  const base = readFileSync(join(caseFolder, 'connectors.json'), 'utf8')
  assertProperty(
    fc.property(fc.nat(base.length), fc.nat(60), fc.string(), (at, length, text) => {
      const bytes = Buffer.from(base.slice(0, at) + text + base.slice(at + length))
      assertTold(importMm2({ name: 'x.json', bytes }))
    }),
    { numRuns: 300 },
  )
})

test('every setting that the connectors know has a meaning here, or says what is lost', () => {
  const head = 'clusters=a,b\na.bootstrap.servers=a:1\nb.bootstrap.servers=b:1\na->b.enabled=true\n'
  const names = [...connectorNames].filter((name) => !clientNames.has(name))
  const beaten = names.filter((name) => {
    const value = /enabled$/.test(name)
      ? 'true'
      : /location$/.test(name)
        ? 'source'
        : /separator$/.test(name)
          ? '.'
          : '5'
    const { report } = importMm2({
      name: 'x.properties',
      bytes: Buffer.from(`${head}a->b.${name}=${value}\n`),
    })
    const row = report.settings.find(({ line }) => line === 5)
    return row === undefined || row.outcome === 'ignored'
  })
  assert.deepEqual(beaten, [])
})
