// A copy that was refused for what may pass: 19, NOT_ENOUGH_REPLICAS, with one batch of source offsets 100 to 104.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HeldCopies } from '../../src/agent/held-copies.ts'
import type { PartitionCopy } from '../../src/agent/partition-copy.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { batchAt, offer, refused, running, sent, session } from './copy-fixture.ts'

const shortOfReplicas = new StraitError('ST353', 'too few replicas')

interface Scene {
  readonly held: HeldCopies
  readonly copy: PartitionCopy
  readonly told: string[]
  /** Of the log: whether it ends where the copy stands. */
  stands: () => Promise<boolean>
  isDue: boolean
  isOpen: boolean
  isUnproven: boolean
}

function scene(): Scene {
  const { copy } = running()
  offer(copy, batchAt(100, 5))
  copy.take()
  const told: string[] = []
  const it: Scene = {
    copy,
    told,
    stands: () => Promise.resolve(true),
    isDue: true,
    isOpen: true,
    isUnproven: false,
    held: new HeldCopies({
      retries: { later: () => told.push('later'), isDue: () => it.isDue },
      stands: () => it.stands(),
      isOpen: () => it.isOpen,
      isUnproven: () => it.isUnproven,
      reprove: () => told.push('reprove'),
      started: () => told.push('started'),
      trouble: () => told.push('trouble'),
    }),
  }
  it.held.hold(copy, shortOfReplicas)
  return it
}

test('it waits for its answers and its time, then goes on in the same session from where it stood', async () => {
  const it = scene()
  assert.equal(it.copy.waitsFor, shortOfReplicas)
  await it.held.goOn(session)
  assert.deepEqual([it.held.size, it.told], [1, ['later']], 'its batch is still in flight')
  it.copy.settle(refused(19))
  it.isDue = false
  await it.held.goOn(session)
  assert.deepEqual([it.held.size, it.copy.state], [1, 'settling'])
  it.isDue = true
  await it.held.goOn(session)
  assert.deepEqual([it.held.size, it.copy.state, it.told], [0, 'running', ['later', 'started']])
  assert.deepEqual([it.copy.position.targetNext, it.copy.fetchNext], [1_000, 100])
  offer(it.copy, batchAt(100, 5))
  assert.deepEqual(sent(it.copy), { sequence: 0, epoch: 3, count: 5 })
})

const cases: readonly (readonly [
  title: string,
  prepare: (it: Scene) => void,
  size: number,
  told: string[],
])[] = [
  ['is proven again where the log ends elsewhere', (it) => (it.stands = async () => false), 0, ['reprove']],
  [
    'is tried later where the log cannot be asked',
    (it) => (it.stands = () => Promise.reject(new StraitError('ST301', 'timed out'))),
    1,
    ['later', 'trouble'],
  ],
  ['is left to the proof that is due anyway', (it) => (it.isUnproven = true), 0, []],
  ['is dropped where it was halted meanwhile', (it) => (it.copy.state = 'halted'), 0, []],
  ['stays while the session is another one', (it) => (it.isOpen = false), 1, []],
]

for (const [title, prepare, size, told] of cases) {
  test(`it ${title}`, async () => {
    const it = scene()
    it.copy.settle(refused(19))
    prepare(it)
    it.told.length = 0
    await it.held.goOn(session)
    assert.deepEqual([it.held.size, it.told], [size, told])
    assert.notEqual(it.copy.state, 'running')
  })
}
