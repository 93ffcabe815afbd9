import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderTable } from '../../src/render/table.ts'

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
  assert.equal(renderTable([{ title: 'GROUP' }], [['a\u001b[2Jb\nc']]), 'GROUP\na?[2Jb?c')
})
