import assert from 'node:assert/strict'
import { test } from 'node:test'
import { poisonReason, refusalVerdict, type Verdict } from '../../src/agent/refusal.ts'

const verdicts: { code: number; name: string; verdict: Verdict }[] = [
  { code: -1, name: 'UNKNOWN_SERVER_ERROR', verdict: 'poison' },
  { code: 2, name: 'CORRUPT_MESSAGE', verdict: 'damaged' },
  { code: 3, name: 'UNKNOWN_TOPIC_OR_PARTITION', verdict: 'doubt' },
  { code: 6, name: 'NOT_LEADER_OR_FOLLOWER', verdict: 'doubt' },
  { code: 7, name: 'REQUEST_TIMED_OUT', verdict: 'doubt' },
  { code: 10, name: 'MESSAGE_TOO_LARGE', verdict: 'poison' },
  { code: 18, name: 'RECORD_LIST_TOO_LARGE', verdict: 'poison' },
  { code: 19, name: 'NOT_ENOUGH_REPLICAS', verdict: 'later' },
  { code: 20, name: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', verdict: 'doubt' },
  { code: 29, name: 'TOPIC_AUTHORIZATION_FAILED', verdict: 'later' },
  { code: 32, name: 'INVALID_TIMESTAMP', verdict: 'poison' },
  { code: 44, name: 'POLICY_VIOLATION', verdict: 'poison' },
  { code: 45, name: 'OUT_OF_ORDER_SEQUENCE_NUMBER', verdict: 'doubt' },
  { code: 46, name: 'DUPLICATE_SEQUENCE_NUMBER', verdict: 'doubt' },
  { code: 47, name: 'INVALID_PRODUCER_EPOCH', verdict: 'fenced' },
  { code: 48, name: 'INVALID_TXN_STATE', verdict: 'doubt' },
  { code: 56, name: 'KAFKA_STORAGE_ERROR', verdict: 'doubt' },
  { code: 59, name: 'UNKNOWN_PRODUCER_ID', verdict: 'doubt' },
  { code: 87, name: 'INVALID_RECORD', verdict: 'poison' },
  { code: 90, name: 'PRODUCER_FENCED', verdict: 'fenced' },
  { code: 100, name: 'UNKNOWN_TOPIC_ID', verdict: 'doubt' },
  { code: 4711, name: 'a code that is not known', verdict: 'doubt' },
]

for (const { code, name, verdict } of verdicts) {
  test(`${name} (${code}) means ${verdict}`, () => assert.equal(refusalVerdict(code), verdict))
}

test('every poison says what is wrong with the batch', () => {
  assert.match(poisonReason(10), /larger than the target topic allows/)
  assert.match(poisonReason(18), /segment\.bytes/)
  assert.match(poisonReason(32), /message\.timestamp\.before\/after\.max\.ms/)
  assert.match(poisonReason(87), /a compacted topic wants keys/)
  assert.match(poisonReason(2), /damaged/)
  assert.match(poisonReason(-1), /damaged/)
  assert.equal(poisonReason(44), 'the target refuses it (code 44)')
})
