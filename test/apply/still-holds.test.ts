import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planThatHolds } from '../../src/apply/still-holds.ts'
import type { ClusterSnapshot, Snapshot } from '../../src/live/snapshot.ts'
import type { ControlEntry } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { flowSpec, planOf, row } from './rows.ts'

const topic = (name: string, partitions = 1) =>
  row('topic', { name, after: { sourceTopic: name, partitions, replicationFactor: 1, configs: {} } })

function plan(hash: string, rows: Plan['resource_changes'], inputs: Record<string, string> = {}): Plan {
  return planOf(rows, { fingerprint: { hash, inputs } })
}

function snapshot(...control: readonly ControlEntry[]): Snapshot {
  const eu: ClusterSnapshot = {
    name: 'eu',
    description: { clusterId: 'eu', controllerId: 1, brokers: [] },
    topics: new Map(),
    groups: new Map(),
    acls: undefined,
    control,
    offsetMaps: new Map(),
  }
  return { clusters: new Map([['eu', eu]]), takenAtMs: 0 }
}

function leaseOf(operation: string): ControlEntry {
  return {
    kind: 'lease',
    holder: 'ada',
    operation,
    beatAt: '2030-01-01T00:00:00Z',
    expiresAt: '2030-01-01T00:00:00Z',
  }
}

const saved = plan('one', [topic('a'), topic('b')], {
  'topic `a` on eu': 'absent',
  'partitions of `a` on us': '1',
})

test('the same inputs: the saved plan is applied as it was reviewed', () => {
  const fresh = plan('one', [topic('a'), topic('b'), topic('c')])
  assert.equal(planThatHolds(saved, fresh, snapshot()), saved)
})

test('a group that came to be used on the target since keeps its places, and the rest is applied', () => {
  const places = { offsets: [{ topic: 'us.a', partition: 0, offset: 3, metadata: '' }] }
  const leaves = (name: string) => row('group_offset', { name, before: places })
  const used = row('group_offset', { name: 'used', before: places, after: places })
  const reviewed = plan('one', [topic('a'), leaves('used'), leaves('idle')])
  const fresh = plan('one', [
    topic('a'),
    { ...used, change: { ...used.change, actions: ['no-op'] } },
    leaves('idle'),
  ])
  assert.deepEqual(
    planThatHolds(reviewed, fresh, snapshot()).resource_changes.map(({ name }) => name),
    ['a', 'idle'],
  )
})

test('the same inputs, but a change that does not follow from them: refused', () => {
  for (const rows of [[topic('a')], [topic('a'), topic('b', 9)]]) {
    assert.throws(() => planThatHolds(saved, plan('one', rows), snapshot()), {
      code: 'ST481',
      message:
        'the saved plan holds changes that its inputs do not lead to: topic.eu["b"]. Plan again and review the new plan.',
    })
  }
})

test('a flow that someone applied in between is told with who and when', () => {
  const applied: ControlEntry = {
    ...{ kind: 'flow', name: 'f', state: 'running', spec: flowSpec(), appliedAt: '2030-01-01T14:02:00Z' },
    revision: { commit: '0123456789', dirty: false, author: null, appliedBy: 'bob' },
  }
  const inputs = { ...saved.fingerprint.inputs, 'delivery of flow "f" as applied': 'x' }
  assert.throws(() => planThatHolds(saved, plan('two', [topic('a')], inputs), snapshot(applied)), {
    message: /as applied is new: x \(applied by bob at 2030-01-01T14:02:00Z from commit 0123456\)/,
  })
})

test('another input: refused, and the input is named', () => {
  const fresh = plan('two', [topic('a', 3)], { ...saved.fingerprint.inputs, 'partitions of `a` on us': '3' })
  assert.throws(() => planThatHolds(saved, fresh, snapshot()), {
    code: 'ST450',
    message:
      'the saved plan is stale: partitions of `a` on us changed 1 → 3. Plan again and review the new plan.',
  })
})

test('many inputs: the first are listed, the rest are counted', () => {
  const inputs = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`input ${String(at).padStart(2, '0')}`, 'x']),
  )
  const fresh = plan('two', [topic('b')], { ...saved.fingerprint.inputs, ...inputs })
  assert.throws(
    () => planThatHolds(saved, fresh, snapshot()),
    ({ message }: Error) => {
      assert.match(message, /^the saved plan is stale: 20 inputs changed:\n {2}- input 00 is new: x\n/)
      assert.match(message, /\n {2}- and 12 more\nPlan again and review the new plan\.$/)
      return true
    },
  )
})

test('nothing left to do: refused with that', () => {
  const fresh = plan('two', [], { 'topic `a` on eu': 'present' })
  assert.throws(() => planThatHolds(saved, fresh, snapshot()), /stale and nothing is left to do/)
})

test('its own apply was interrupted: what is left of it is applied', () => {
  const fresh = plan('two', [topic('b')], { 'topic `a` on eu': 'present' })
  assert.equal(planThatHolds(saved, fresh, snapshot(leaseOf('apply one'))), fresh)
})

test('its own apply was interrupted, but something else is due by now: refused', () => {
  for (const rows of [[topic('b'), topic('c')], [topic('b', 2)]]) {
    const fresh = plan('two', rows, { 'topic `a` on eu': 'present' })
    assert.throws(() => planThatHolds(saved, fresh, snapshot(leaseOf('apply one'))), { code: 'ST450' })
  }
})

test('the apply of another plan was interrupted: refused', () => {
  const fresh = plan('two', [topic('b')], { 'topic `a` on eu': 'present' })
  assert.throws(() => planThatHolds(saved, fresh, snapshot(leaseOf('apply three'))), { code: 'ST450' })
})
