import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderTable } from '../../src/render/table.ts'
import { displayWidth } from '../../src/std/display-width.ts'

test('columns are as wide as their widest cell and numbers stand on the right', () => {
  const table = renderTable(
    [{ title: 'FLOW' }, { title: 'LAG', align: 'right' }, { title: 'STATE' }],
    [
      ['us-to-eu', '1,204', 'running'],
      ['eu', '0', ''],
    ],
  )
  assert.equal(table, ['FLOW        LAG  STATE', 'us-to-eu  1,204  running', 'eu            0'].join('\n'))
})

test('a table without rows is its header', () => {
  assert.equal(renderTable([{ title: 'FLOW' }, { title: 'LAG' }], []), 'FLOW  LAG')
})

test('a cell cannot send anything but text to a terminal', () => {
  assert.equal(renderTable([{ title: 'GROUP' }], [['a\u001b[2Jb\nc']]), 'GROUP\na<U+001B>[2Jb<U+000A>c')
})

test('wide characters take two columns and combining ones none', () => {
  const table = renderTable(
    [{ title: 'GROUP' }, { title: 'N' }],
    [
      ['日本', '1'],
      ['e\u0301', '2'],
      ['abcdef', '3'],
    ],
  )
  assert.equal(table, ['GROUP   N', '日本    1', 'e\u0301       2', 'abcdef  3'].join('\n'))
})

const columns = [
  { title: 'TOPIC', narrow: 'shorten' },
  { title: 'LAG', align: 'right' },
  { title: 'RATE', align: 'right', narrow: 'omit' },
] as const
const row = ['orders.from.the.warehouse', '1,204,000', '12 MiB/s']

test('names give way first, then what can be missed, and that is said', () => {
  assert.equal(
    renderTable(columns, [row], 80).split('\n')[1],
    'orders.from.the.warehouse  1,204,000  12 MiB/s',
  )
  assert.equal(renderTable(columns, [row], 40).split('\n')[1], 'orders.from.the.wa…  1,204,000  12 MiB/s')
  assert.deepEqual(renderTable(columns, [row], 30).split('\n'), [
    'TOPIC                      LAG',
    'orders.from.the.wa…  1,204,000',
    '(too narrow for RATE)',
  ])
})

test('no line is wider than it may be, wide characters and all', () => {
  const rows = [row, ['日本語のトピック名はとても長いことがあります', '7', '1 B/s']]
  for (let width = 20; width <= 200; width++) {
    for (const line of renderTable(columns, rows, width).split('\n'))
      assert.ok(displayWidth(line) <= width, `${width}: ${line}`)
  }
})

test('where no row fits, each is a list', () => {
  assert.deepEqual(renderTable(columns, [row, ['payments', '0', '']], 20).split('\n'), [
    'TOPIC  orders.from.…',
    'LAG    1,204,000',
    'RATE   12 MiB/s',
    '',
    'TOPIC  payments',
    'LAG    0',
  ])
})

test('what is missed last is left out last', () => {
  const late = [{ title: 'A', narrow: 'omit_late' }, { title: 'B' }, { title: 'C', narrow: 'omit' }] as const
  assert.equal(
    renderTable(late, [['aaaaaaaa', 'bbbbbbbb', 'cccccccc']], 20).split('\n')[1],
    'aaaaaaaa  bbbbbbbb',
  )
})

test('a cell has its colour and nothing around it has', () => {
  const state = { title: 'STATE', tint: () => (text: string) => `<${text}>` }
  assert.equal(
    renderTable(
      [state, { title: 'N' }],
      [
        ['ok', '1'],
        ['halted', '2'],
      ],
    ),
    ['STATE   N', '<ok>      1', '<halted>  2'].join('\n'),
  )
})

test('a sentence in the last column goes on under itself', () => {
  const gaps = [{ title: 'TOPIC' }, { title: 'REASON', narrow: 'wrap' }] as const
  const table = renderTable(gaps, [['orders', 'the source deleted records before they were copied']], 40)
  assert.deepEqual(table.split('\n'), [
    'TOPIC   REASON',
    'orders  the source deleted records',
    '        before they were copied',
  ])
})
