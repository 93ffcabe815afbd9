// Topologies that ask for more than there is: each ends soon, with the mistake that it is, whatever it is made of.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { validationToJson } from '../../src/errors/diagnostic-json.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { formatHcl } from '../../src/hcl/format.ts'
import { type LoadedTopology, loadTopology } from '../../src/topology/load-topology.ts'
import { topology as topologySchema } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import { corpusFiles } from './cases.ts'

const version = '0.1.0'
const filename = 'main.hcl'

const local = (expression: string): string => `locals {\n  x = ${expression}\n}\n`
const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('')
const locals = (count: number, line: (index: number) => string): string => `locals {\n${each(count, line)}}\n`
const block = (type: string, inside: string): string => `${type} {\n${inside}\n}\n`
const us = block('cluster "us"', '  bootstrap = ["us:9092"]')
const eu = block('cluster "eu"', '  bootstrap = ["eu:9092"]')
const keys = (count: number): string => `for_each = [for i in range(${count}) : "k\${i}"]`
const flow = (name: string, inside: string): string =>
  us + eu + block(`flow "${name}"`, `  source = cluster.us\n  target = cluster.eu\n${inside}`)
const topics = (include: string): string => `  topics {\n    include = [${include}]\n  }`

/** Of nearly a megabyte, or of a line that stands for more than any memory holds → the code of its first mistake. */
const bombs: Readonly<Record<string, readonly [text: string, code: string | undefined]>> = {
  'a range of a billion': [local('range(1e9)'), 'ST124'],
  'a format of a million digits': [local('format("%1000000d", 1)'), 'ST124'],
  'a hundred thousand brackets': [local('['.repeat(100_000)), 'ST109'],
  'a hundred thousand signs': [local(`${'-'.repeat(100_000)}1`), 'ST109'],
  'a hundred thousand blocks inside each other': ['a {\n'.repeat(100_000), 'ST150'],
  'texts that double sixty times': [
    `locals {\n  a0 = "xxxx"\n${each(60, (i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"\n`)}}\n`,
    'ST128',
  ],
  'lists that double sixty times': [
    `locals {\n  a0 = [1]\n${each(60, (i) => `  a${i + 1} = [local.a${i}, local.a${i}]\n`)}}\n`,
    'ST128',
  ],
  'loops inside loops': [
    local('[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]'),
    'ST128',
  ],
  'products of sets': [local('setproduct(range(1000), range(1000), range(1000))'), 'ST124'],
  'a line of a million characters': [local(`"${'x'.repeat(1_000_000)}"`), undefined],
  'twenty thousand mistakes': [each(20_000, (i) => `a${i} = b\n`), 'ST151'],
  'four thousand unknown names among four thousand': [
    locals(4000, (i) => `  l${i} = local.m${i}\n`),
    'ST160',
  ],
  'names that may stand for any of two thousand': [
    locals(2000, (i) => `  l${i} = [for k in ["x"] : local[k]]\n`),
    'ST162',
  ],
  'a chain of ten thousand names': [
    locals(10_001, (i) => (i === 10_000 ? `  l${i} = 1\n` : `  l${i} = local.l${i + 1}\n`)),
    undefined,
  ],
  'twenty thousand clusters': [
    block('cluster "c"', `  ${keys(20_000)}\n  bootstrap = ["\${each.key}:1"]`),
    'ST128',
  ],
  'twenty thousand patterns': [
    flow('f', '  topics {\n    include = [for i in range(20000) : format("a%d.*b", i)]\n  }'),
    'ST154',
  ],
  'five hundred flows into one cluster': [
    flow('f', `  ${keys(500)}\n${topics('format("a-%s-.*", each.key)')}`),
    undefined,
  ],
  'patterns with a million states': [
    flow('f', topics(`"(a|b)*a${'(a|b)'.repeat(30)}"`)) +
      block(
        'flow "g"',
        `source = cluster.us\ntarget = cluster.eu\n${topics(`"(a|b)*b${'(a|b)'.repeat(31)}"`)}`,
      ),
    undefined,
  ],
  'five hundred patterns and five hundred excludes': [
    flow(
      'f',
      '  topics {\n    include = [for i in range(500) : format("t%d.*", i)]\n    exclude = [for i in range(500) : format("t%dx.*", i)]\n  }',
    ),
    undefined,
  ],
  'a pattern of four thousand characters that may be there': [
    flow('f', topics(`"${'a?'.repeat(4000)}${'a'.repeat(2000)}"`)),
    undefined,
  ],
  'five hundred flows that keep names and overlap': [
    flow('f', `  ${keys(500)}\n  naming = "identity"\n${topics('"[a-z]*x[0-9]+(a|b)*"')}`),
    'ST192',
  ],
  'a thousand flows that share forty patterns': [
    block('topics "t"', '  include = [for i in range(40) : format("t%d.*", i)]') +
      flow('f', `  ${keys(1000)}\n  naming = "\${each.key}.$\${topic}"\n  topics = topics.t`),
    undefined,
  ],
  'twenty thousand secrets': [
    block('variable "v"', `  sensitive = true\n  default = [${each(20_000, (i) => `"hunter${i}",`)}]`),
    undefined,
  ],
  'ten thousand secrets on lines of their own': [
    each(10_000, (i) => `variable "v${i}" {\n  sensitive = true\n  default = "hunter${i}"\n}\n`),
    undefined,
  ],
  'a circle of twenty thousand names': [
    locals(20_000, (i) => `  l${i} = local.l${(i + 1) % 20_000}\n`),
    'ST162',
  ],
  'nine hundred thousand empty lines': [`${us}${'\n'.repeat(900_000)}${eu}`, undefined],
}

for (const [name, [text, code]] of Object.entries(bombs)) {
  test(`${name} end soon`, { timeout: 30_000 }, () => {
    const { diagnostics, sources } = loadTopology({ files: [{ filename, text }], version })
    assert.equal(diagnostics[0]?.code, code)
    const printed = printDiagnostics(diagnostics, { sources })
    assert.ok(printed.length < 100_000, `${printed.length} characters`)
    assert.equal(validationToJson(diagnostics, sources).diagnostics.length, diagnostics.length)
    formatHcl({ filename, text })
  })
}

test('of very many mistakes fifty are printed, and how many more there are', () => {
  const { diagnostics, sources } = loadTopology({
    files: [{ filename, text: each(80, (i) => `a${i} = 1\n`) }],
    version,
  })
  const printed = printDiagnostics(diagnostics, { sources })
  assert.equal(printed.match(/^Error/gm)?.length, 50)
  assert.match(printed, /\n… and 30 more\n$/)
})

test('modules that repeat modules that repeat modules end at a number', () => {
  const again = block('module "m"', `  ${keys(100)}\n  source = "../below"`)
  const readModule = (path: string) => ({
    directory: path,
    files: [{ filename: `${path}/main.hcl`, text: path.length > 40 ? '' : again.replace('../below', './b') }],
  })
  const text = block('module "m"', `  ${keys(100)}\n  source = "./b"`)
  const { diagnostics } = loadTopology({ files: [{ filename, text }], version, readModule })
  assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))], ['ST128'])
})

const texts = corpusFiles().map(({ text }) => text)

/** The corpus with some of it cut out and something else put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.nat(),
    fc.nat({ max: 20 }),
    fc.constantFrom(...texts),
    fc.nat({ max: 30 }),
  )
  .map(([text, at, cut, other, length]) => {
    const from = text.length === 0 ? 0 : at % text.length
    return text.slice(0, from) + other.slice(from, from + length) + text.slice(from + cut)
  })

function assertWhole({ topology, diagnostics, sources }: LoadedTopology): void {
  assert.equal(
    topology === undefined,
    diagnostics.some(({ severity }) => severity === 'error'),
  )
  if (topology !== undefined) topologySchema.parse(topology)
  for (const { subject, related = [] } of diagnostics) {
    for (const range of [subject, ...related.map((place) => place.range)]) {
      if (range === undefined) continue
      const lines = (sources.get(range.filename) ?? '').replace(/^\u{feff}/u, '').split('\n')
      for (const { line, column } of [range.start, range.end])
        assert.ok(
          column >= 1 && column <= (lines[line - 1]?.length ?? -2) + 2,
          `${range.filename}:${line}:${column}`,
        )
    }
  }
  printDiagnostics(diagnostics, { sources, color: true })
  validationToJson(diagnostics, sources)
}

test('any damage to a topology or its modules ends in diagnostics inside their files, or in a valid topology', () => {
  assertProperty(
    fc.property(damaged, damaged, (text, inner) => {
      const readModule = (directory: string) => ({
        directory,
        files: [{ filename: `${directory}/main.hcl`, text: inner }],
      })
      const files = [{ filename, text: `${text}\nmodule "m" {\n  source = "./m"\n}\n` }]
      assertWhole(loadTopology({ files, version, readModule }))
    }),
    { numRuns: 250 },
  )
})
