// Time in a plan, without a broker: what a source adds, how long a copy takes beside it, and what expires first.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TopicAge, TopicSnapshot } from '../../src/live/snapshot.ts'
import { expiringRecords } from '../../src/plan/expiry.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import {
  clusterOf,
  context,
  flowOf,
  nowMs,
  snapshotOf,
  type TopicFacts,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const hourMs = 3_600_000

function topic(facts: TopicFacts, ages: readonly TopicAge[]): TopicSnapshot {
  return { ...topicOf('orders', facts), ages }
}

function planOf(orders: TopicSnapshot, bytesPerSecond?: number) {
  const limits = bytesPerSecond === undefined ? {} : { bytesPerSecond }
  const plan = makePlan(
    topologyOf([flowOf({ limits })]),
    snapshotOf(clusterOf('us', { topics: [orders] }), clusterOf('eu')),
    context,
  )
  const row = plan.resource_changes.find(({ type }) => type === 'flow')
  return { plan, pace: row?.type === 'flow' ? row.impact.pace : undefined }
}

/** 86,400 records of 1,000 bytes, an hour's worth of them in the last hour and half of them in the last day. */
const growing = topic({ latest: 86_400, sizeBytes: 86_400_000 }, [
  { timestampMs: nowMs - 24 * hourMs, offsets: [43_200] },
  { timestampMs: nowMs - hourMs, offsets: [82_800] },
])

test('growth is told by the last day and by the last hour', () => {
  assert.deepEqual(planOf(growing).pace, {
    growth: { records_per_second: { min: 0.5, max: 1 }, bytes_per_second: { min: 500, max: 1000 } },
    eta_seconds: null,
    expiring: {},
  })
})

test('a copy takes longer while its source grows', () => {
  assert.deepEqual(planOf(growing, 2000).pace?.eta_seconds, { min: 57_600, max: 86_400 })
})

test('a limit below what the source adds never catches up, and the plan says so', () => {
  const { plan, pace } = planOf(growing, 500)
  assert.equal(pace?.eta_seconds?.max, null)
  assert.deepEqual(
    plan.warnings.filter(({ code }) => code === 'ST472').map(({ flow }) => flow),
    ['us-to-eu'],
  )
})

test('what nobody looked into is not told', () => {
  assert.equal(planOf(topicOf('orders', { latest: 5 }), 10).pace, undefined)
})

test('records that expire before their turn are counted, and the warning names their number', () => {
  const configs = { 'retention.ms': String(10 * hourMs) }
  // Evenly old: the oldest expires now, the newest in ten hours; the copy takes twenty.
  const ages = Array.from({ length: 11 }, (_, at) => ({
    timestampMs: nowMs - (10 - at) * hourMs,
    offsets: [at * 1000],
  }))
  const { plan, pace } = planOf(topic({ latest: 10_000, sizeBytes: 72_000_000, configs }, ages), 1000)
  const lost = pace?.expiring['orders'] ?? 0
  assert.ok(Math.abs(lost - 5000) < 50, String(lost))
  const [finding] = plan.warnings.filter(({ code }) => code === 'ST433')
  assert.match(finding?.detail ?? '', new RegExp(`^The oldest ${lost} records will expire on us before`))
  assert.deepEqual(
    planOf(topic({ latest: 10_000, sizeBytes: 72_000_000, configs }, ages), 100_000).pace?.expiring,
    {},
  )
})

test('logs share a limit evenly, and what has expired already is lost at once', () => {
  const log = { earliest: 0, next: 0, latest: 1000, bytesPerRecord: 1, expiry: [], bound: undefined }
  const gone = [{ afterMs: -1, offset: 300 }]
  assert.deepEqual(
    expiringRecords(
      [
        { ...log, topic: 'a', expiry: gone },
        { ...log, topic: 'b' },
      ],
      100,
    ),
    { a: 300 },
  )
  // Alone it would be done in ten seconds; beside another only half of it is there by then.
  const soon = [
    { afterMs: 9_999, offset: 0 },
    { afterMs: 10_000, offset: 1000 },
  ]
  const { a = 0 } = expiringRecords(
    [
      { ...log, topic: 'a', expiry: soon },
      { ...log, topic: 'b' },
    ],
    100,
  )
  assert.ok(Math.abs(a - 500) < 5, String(a))
})

describe('a log that outgrows its retention.bytes', () => {
  const configs = { 'retention.bytes': '10000000', 'segment.bytes': '1048576', 'retention.ms': '-1' }
  /** 10,000 records of 1,000 bytes, all of them of the last hour. */
  const full = (more: Readonly<Record<string, string>> = {}, sizeBytes = 10_000_000) =>
    topic({ latest: 10_000, sizeBytes, configs: { ...configs, ...more } }, [
      { timestampMs: nowMs - 24 * hourMs, offsets: [0] },
      { timestampMs: nowMs - hourMs, offsets: [0] },
    ])

  test('loses what is pushed out before its turn, and the plan warns', () => {
    // 2,778 bytes a second come in and half of that is copied: half is gone before its turn.
    const { plan, pace } = planOf(full(), 1389)
    const lost = pace?.expiring['orders'] ?? 0
    assert.ok(Math.abs(lost - 5000) <= 1100, String(lost))
    const [finding] = plan.warnings.filter(({ code }) => code === 'ST433')
    assert.match(finding?.detail ?? '', new RegExp(`^The oldest ${lost} records will expire on us before`))
  })

  test('loses nothing to a copy that is quicker than its growth', () => {
    assert.deepEqual(planOf(full(), 10_000).pace?.expiring, {})
  })

  test('is at rest a segment larger than it has to be, and loses nothing then', () => {
    assert.deepEqual(planOf(full({}, 11_000_000), 100_000).pace?.expiring, {})
  })

  test('loses at once what a smaller retention.bytes lets go of', () => {
    const { pace } = planOf(full({ 'retention.bytes': '4000000' }), 1_000_000)
    assert.equal(pace?.expiring['orders'], Math.round((5 * 1_048_576) / 1000))
  })

  const unbound: readonly (readonly [what: string, configs: Readonly<Record<string, string>>])[] = [
    ['may hold any number of bytes', { 'retention.bytes': '-1' }],
    ['is compacted', { 'cleanup.policy': 'compact' }],
    ['is kept in remote storage, whatever its brokers keep', tiered('1000000')],
    ['keeps little locally', { 'retention.bytes': '-1', 'local.retention.bytes': '1000' }],
  ]
  for (const [what, given] of unbound) {
    test(`loses nothing by size where it ${what}`, () => {
      assert.deepEqual(planOf(full(given), 100).pace?.expiring, {})
    })
  }
})

function tiered(localBytes: string) {
  return {
    'remote.storage.enable': 'true',
    'local.retention.bytes': localBytes,
    'local.retention.ms': '1000',
  }
}
