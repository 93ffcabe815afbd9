import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderGaps } from '../../src/render/gaps.ts'
import { renderGroups } from '../../src/render/groups.ts'
import { renderLag } from '../../src/render/lag.ts'
import { renderStatus } from '../../src/render/status.ts'
import type { AgentStatusRow, FlowStatusRow } from '../../src/render/status-document.ts'

const head = { format_version: '1.0', taken_at: '2030-01-01T00:00:00.000Z' }
const hourBefore = '2029-12-31T23:00:00.000Z'
const hourAfter = '2030-01-01T01:00:00.000Z'
const alone = { ...head, other_topologies: [] }
const agent: AgentStatusRow = {
  agent: 'build-7',
  state: 'running',
  live: true,
  in_force: true,
  at: '2030-01-01T00:00:00.000Z',
  message: null,
  partitions: 6,
  halted: 0,
  waiting: 0,
  troubles: [],
  records_total: 1,
  bytes_total: 1,
  bytes_untouched: 1,
  records_per_second: 1200,
  bytes_per_second: 2_500_000,
}
const flow: FlowStatusRow = {
  flow: 'us-to-eu',
  topology: null,
  source: 'us',
  target: 'eu',
  verdict: 'copying',
  state: 'running',
  changed: false,
  applied_at: '2030-01-01T12:34:56.000Z',
  revision: { commit: 'c0ffee1234', dirty: true, author: null, appliedBy: null },
  topics: 2,
  partitions: 6,
  lag_records: 12_345,
  lag_bytes: 1,
  records_per_second: 1200,
  bytes_per_second: 2_500_000,
  gaps: 0,
  halted: 0,
  waiting: 0,
  agents: [agent],
}

test('status: one line a flow, and nothing else while all is well', () => {
  assert.equal(
    renderStatus({ ...alone, flows: [flow] }),
    [
      'FLOW      COPY      STATUS   PARTITIONS     LAG  RECORDS/S       RATE  AGENTS  APPLIED',
      'us-to-eu  us -> eu  copying           6  12,345      1,200  2.4 MiB/s       1  c0ffee1 (dirty) 2030-01-01 12:34 UTC',
    ].join('\n'),
  )
})

const remarks: { name: string; row: FlowStatusRow; remark: string }[] = [
  {
    name: 'nobody runs it',
    row: { ...flow, verdict: 'no_agent', agents: [] },
    remark: 'us-to-eu: no agent runs it: start one with strait agent',
  },
  {
    name: 'nothing is applied',
    row: {
      ...flow,
      verdict: 'not_applied',
      state: null,
      applied_at: null,
      revision: null,
      changed: true,
      agents: [],
    },
    remark: 'us-to-eu: not applied yet: strait plan, then strait apply',
  },
  {
    name: 'the directory differs',
    row: { ...flow, changed: true },
    remark: 'us-to-eu: the directory differs from what is applied: strait plan shows how',
  },
  {
    name: 'partitions are halted',
    row: { ...flow, verdict: 'halted', halted: 2 },
    remark: 'us-to-eu: 2 partitions halted: strait gaps us-to-eu says why',
  },
  {
    name: 'an agent gave up',
    row: { ...flow, verdict: 'failed', agents: [{ ...agent, state: 'failed', message: 'disk on fire' }] },
    remark: 'us-to-eu: agent build-7 failed: disk on fire',
  },
  {
    name: 'an agent gave up and its process has ended',
    row: {
      ...flow,
      verdict: 'failed',
      agents: [{ ...agent, at: hourBefore, live: false, state: 'failed', message: 'disk on fire' }],
    },
    remark: 'us-to-eu: agent build-7 failed 1 h ago: disk on fire',
  },
  {
    name: 'partitions wait',
    row: {
      ...flow,
      verdict: 'waiting',
      waiting: 3,
      agents: ['a', 'b'].map((name, at) => ({
        ...agent,
        agent: name,
        waiting: at + 1,
        message: 'no WRITE',
        troubles: [{ code: 'ST350', message: 'no WRITE', partitions: at + 1 }],
      })),
    },
    remark: 'us-to-eu: 3 partitions wait: no WRITE',
  },
  {
    name: 'something beside the copy does not work',
    row: {
      ...flow,
      agents: [{ ...agent, troubles: [{ code: 'ST350', message: 'heartbeats: no WRITE', partitions: 0 }] }],
    },
    remark: 'us-to-eu: agent build-7: heartbeats: no WRITE',
  },
  {
    name: 'an agent cannot start it',
    row: {
      ...flow,
      verdict: 'waiting',
      agents: [{ ...agent, state: 'starting', message: 'group: no READ' }],
    },
    remark: 'us-to-eu: agent build-7 cannot start it yet: group: no READ',
  },
  {
    name: 'the clock of an agent is ahead',
    row: { ...flow, agents: [{ ...agent, at: hourAfter }] },
    remark: "us-to-eu: agent build-7 reports from a clock that is 1 h ahead of this machine's",
  },
]

for (const { name, row, remark } of remarks) {
  test(`status says what to do when ${name}`, () => {
    assert.equal(renderStatus({ ...alone, flows: [row] }).split('\n\n')[1], remark)
  })
}

test('status says with whom a cluster is shared', () => {
  const others = [
    { cluster: 'eu', topology: 'search', flows: ['clicks', 'views'] },
    { cluster: 'us', topology: null, flows: ['old'] },
  ]
  assert.deepEqual(
    renderStatus({ ...head, flows: [flow], other_topologies: others })
      .split('\n\n')
      .slice(1),
    [
      'also on eu, of topology "search": flows clicks and views\nalso on us, of the topology without a name: flow old',
    ],
  )
})

test('status without flows says so', () => {
  assert.equal(renderStatus({ ...alone, flows: [] }), 'No flows.')
})

test('lag: one line a topic', () => {
  const topic = {
    topic: 'orders',
    remote_topic: 'us.orders',
    lag_records: 1500,
    lag_seconds: 200,
    partitions: [],
  }
  const unknown = { ...topic, topic: 'old', remote_topic: 'us.old', lag_seconds: null }
  const flows = [{ flow: 'us-to-eu', lag_records: 1500, lag_seconds: 200, topics: [topic, unknown] }]
  assert.equal(
    renderLag({ ...head, flows, not_applied: [] }),
    [
      'FLOW      TOPIC   REMOTE TOPIC  PARTITIONS    LAG    BEHIND',
      'us-to-eu  orders  us.orders              0  1,500  3 m 20 s',
      'us-to-eu  old     us.old                 0  1,500   unknown',
    ].join('\n'),
  )
})

test('groups: one line a partition', () => {
  const partition = {
    topic: 'orders',
    remote_topic: 'us.orders',
    partition: 0,
    source_offset: 1505,
    translated_offset: 1201,
    target_offset: null,
    outcome: 'to_move' as const,
  }
  const group = { group: 'billing', source_state: 'Stable', target_state: null, partitions: [partition] }
  assert.equal(
    renderGroups({ ...head, flows: [{ flow: 'us-to-eu', groups: [group] }], not_applied: [] }),
    [
      'FLOW      GROUP    REMOTE TOPIC  PARTITION  SOURCE  TRANSLATED  TARGET  OUTCOME',
      'us-to-eu  billing  us.orders             0   1,505       1,201       -  to move',
    ].join('\n'),
  )
})

test('lag and groups name the next step of flows that are not applied yet, also where there is no table', () => {
  const document = { ...head, flows: [], not_applied: ['late', 'new'] }
  const remarks = ['late', 'new'].map((name) => `${name}: not applied yet: strait plan, then strait apply`)
  assert.equal(renderLag(document), `No applied flows with topics.\n\n${remarks.join('\n')}`)
  assert.equal(
    renderGroups(document),
    `No groups with offsets on replicated topics.\n\n${remarks.join('\n')}`,
  )
})

test('gaps: one line a range', () => {
  const gap = {
    topic: 'orders',
    partition: 3,
    start: 40,
    end: 42,
    reason: 'batch is damaged',
    action: 'halted' as const,
    at: '2030-01-01T12:34:56.000Z',
  }
  assert.equal(
    renderGaps({ ...head, flow: 'us-to-eu', gaps: [gap] }),
    [
      'TOPIC   PARTITION  OFFSETS  COUNT  ACTION  SINCE                 REASON',
      'orders          3   40..41      2  halted  2030-01-01 12:34 UTC  batch is damaged',
    ].join('\n'),
  )
  assert.equal(renderGaps({ ...head, flow: 'us-to-eu', gaps: [] }), 'Flow us-to-eu has no gaps.')
})
