import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRetriable, StraitError } from '../../src/errors/strait-error.ts'
import { protocolCodeOf, protocolError, protocolErrors } from '../../src/wire/protocol-errors.ts'

const rows: readonly (readonly [code: number, name: string, ours: string])[] = [
  [-1, 'UNKNOWN_SERVER_ERROR', 'ST306'],
  [1, 'OFFSET_OUT_OF_RANGE', 'ST306'],
  [2, 'CORRUPT_MESSAGE', 'ST305'],
  [6, 'NOT_LEADER_OR_FOLLOWER', 'ST305'],
  [10, 'MESSAGE_TOO_LARGE', 'ST306'],
  [16, 'NOT_COORDINATOR', 'ST305'],
  [45, 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'ST306'],
  [47, 'INVALID_PRODUCER_EPOCH', 'ST306'],
  [51, 'CONCURRENT_TRANSACTIONS', 'ST305'],
  [87, 'INVALID_RECORD', 'ST306'],
  [90, 'PRODUCER_FENCED', 'ST306'],
  [100, 'UNKNOWN_TOPIC_ID', 'ST305'],
  [133, 'SHARE_SESSION_LIMIT_REACHED', 'ST305'],
  [999, 'CODE_999', 'ST306'],
]

for (const [code, name, ours] of rows) {
  test(`${code} is ${name}, and ${ours === 'ST305' ? 'may be tried again' : 'is final'}`, () => {
    const error = protocolError(code, 'creating topic "orders"')
    assert.equal(error.code, ours)
    assert.equal(isRetriable(error), ours === 'ST305')
    assert.deepEqual(error.facts, { protocolCode: code, protocolName: name })
    assert.equal(error.message, `creating topic "orders": the broker answered ${name} (${code})`)
  })
}

test("the broker's own words are passed on, and an empty one adds nothing", () => {
  assert.match(protocolError(87, 'x', { message: 'no key' }).message, /\(87\): no key$/)
  assert.match(protocolError(87, 'x', { message: null }).message, /\(87\)$/)
})

test('every code of Kafka 4.3 has a row', () => {
  const codes = [-1, ...Array.from({ length: 133 }, (_, at) => at + 1)]
  assert.deepEqual(
    [...protocolErrors.keys()].sort((one, other) => one - other),
    codes,
  )
})

test('the code is found again in the error, and only in one that a broker answered', () => {
  assert.equal(protocolCodeOf(protocolError(51, 'x')), 51)
  assert.equal(protocolCodeOf(new StraitError('ST301', 'timed out')), 0)
  assert.equal(protocolCodeOf(new Error('a bug')), 0)
})
