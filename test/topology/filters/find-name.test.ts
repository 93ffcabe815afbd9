import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findName } from '../../../src/topology/filters/find-name.ts'
import {
  type Affix,
  allOf,
  filterMachine,
  renamed,
  seenThrough,
} from '../../../src/topology/filters/name-machine.ts'

const filter = (include: string[], exclude: string[] = []) => filterMachine(include, exclude)
const affix = (before: string, after = ''): Affix => ({ before, after })

const overlaps: { name: string; machine: ReturnType<typeof filter>; found: string | undefined }[] = [
  { name: 'everything', machine: filter(['.*']), found: 'orders' },
  { name: 'nothing at all', machine: filter([]), found: undefined },
  { name: 'only what is excluded', machine: filter(['a+'], ['a.*']), found: undefined },
  { name: 'all but what is excluded', machine: filter(['a+'], ['a', 'aa']), found: 'aaa' },
  { name: 'no legal topic name', machine: filter(['order /s']), found: undefined },
  {
    name: 'two prefixes',
    machine: allOf([filter(['orders-.*']), filter(['payments-.*'])]),
    found: undefined,
  },
  {
    name: 'a prefix and a suffix',
    machine: allOf([filter(['orders-.*']), filter(['.*-eu'])]),
    found: 'orders-eu',
  },
  { name: 'a prefix and an odd suffix', machine: allOf([filter(['ab.*']), filter(['.*ba'])]), found: 'aba' },
  {
    name: 'a filter seen through a prefix',
    machine: allOf([filter(['orders']), seenThrough(filter(['us\\..*']), affix('us.'))]),
    found: 'orders',
  },
  {
    name: 'a filter that a prefix never reaches',
    machine: seenThrough(filter(['orders.*']), affix('us.')),
    found: undefined,
  },
  {
    name: 'a filter seen through a suffix',
    machine: seenThrough(filter(['.*_copy']), affix('', '_copy')),
    found: 'orders',
  },
  {
    name: 'two renamings that meet',
    machine: allOf([renamed(filter(['x+']), affix('a.')), renamed(filter(['.*']), affix('', 'x'))]),
    found: 'a.x',
  },
  {
    name: 'two renamings that never meet',
    machine: allOf([renamed(filter(['.*']), affix('us.')), renamed(filter(['.*']), affix('eu.'))]),
    found: undefined,
  },
  {
    name: 'a suffix that repeats itself',
    machine: allOf([renamed(filter(['a+']), affix('', 'aa')), filter(['aaa'])]),
    found: 'aaa',
  },
]

for (const { name, machine, found } of overlaps) {
  test(`${name}: ${found === undefined ? 'no name is found' : `${found} is found`}`, () => {
    const finding = findName(machine)
    assert.deepEqual(finding, found === undefined ? { kind: 'none' } : { kind: 'found', name: found })
  })
}

test('filters too intricate to decide are left undecided in bounded work', () => {
  const intricate = allOf([filter(['.*a.{60}q']), filter(['.*b.{61}q'])])
  assert.equal(findName(intricate).kind, 'unknown')
})

test('a question ends after so much work, and several end together', () => {
  const intricate = () => filter([`${'a?'.repeat(1500)}${'a'.repeat(1500)}`])
  const machine = intricate()
  assert.deepEqual(findName(machine), { kind: 'unknown' })
  assert.ok(machine.work() < 6_000_000, `${machine.work()}`)
  const budget = { work: 100 }
  const other = filter(['b?'.repeat(200)], ['b.*'])
  const before = other.work()
  for (let count = 0; count < 10; count++) findName(other, [], budget)
  assert.ok(budget.work < 0)
  assert.ok(other.work() - before < 20_000, `${other.work() - before}`)
})

test('a machine does not do again what it did once', () => {
  const machine = filter(['orders-[0-9]+'], ['.*0'])
  findName(machine)
  const once = machine.work()
  findName(machine)
  assert.equal(machine.work(), once)
})
