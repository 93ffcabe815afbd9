import assert from 'node:assert/strict'
import { test } from 'node:test'
import { History } from '../../src/agent/history.ts'
import type { PartitionCopy } from '../../src/agent/partition-copy.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { appended, batchAt, offer, running, sent, session } from './copy-fixture.ts'

const { signal } = new AbortController()

interface Coordinator {
  readonly history: History
  readonly calls: string[]
  /** Resolves once this many calls were made. */
  called(count: number): Promise<void>
  failWith: StraitError | undefined
}

function coordinator(): Coordinator {
  const calls: string[] = []
  let look = (): void => undefined
  const say = (what: string): void => {
    calls.push(what)
    look()
  }
  const call = async (name: string): Promise<void> => {
    say(name)
    if (it.failWith !== undefined) throw it.failWith
  }
  const it: Coordinator = {
    history: new History(
      {
        transactionalId: 'strait.orders.0',
        add: (_, copies) => call(`add ${copies.length}`),
        commit: () => call('commit'),
        failed: (error) => say(`failed ${error instanceof StraitError ? error.code : error}`),
      },
      signal,
    ),
    calls,
    called: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (calls.length >= count) setImmediate(resolve)
        }
        look()
      }),
    failWith: undefined,
  }
  it.history.start(session)
  return it
}

/** A copy whose next batch of 1970 has just asked for a transaction. */
function asking(history: History): PartitionCopy {
  const { copy } = running(1_000)
  offer(copy, batchAt(100, 2))
  copy.take()
  history.ask(copy)
  return copy
}

test('copies that ask together enter one transaction, which is committed once they are idle', async () => {
  const { history, calls, called } = coordinator()
  const copies = [asking(history), asking(history)]
  await called(1)
  for (const copy of copies) {
    assert.equal(copy.transactionalId, 'strait.orders.0')
    sent(copy)
    copy.settle(appended(1_000))
  }
  await called(2)
  assert.deepEqual(calls, ['add 2', 'commit'])
  assert.deepEqual(
    copies.map((copy) => copy.position),
    [
      { sourceNext: 102, targetNext: 1_003 },
      { sourceNext: 102, targetNext: 1_003 },
    ],
  )
})

test('a commit waits for what is in flight, and nothing is sent meanwhile', async () => {
  const { history, calls, called } = coordinator()
  const copy = asking(history)
  await called(1)
  offer(copy, batchAt(102, 1))
  sent(copy)
  const suspended = history.suspend()
  await new Promise(setImmediate)
  assert.deepEqual([calls, copy.take()], [['add 1'], undefined])
  copy.settle(appended(1_000))
  history.copySettled()
  await suspended
  assert.deepEqual(calls, ['add 1', 'commit'])
  assert.deepEqual(copy.position, { sourceNext: 102, targetNext: 1_003 })
})

test('nothing enters while logs are sealed; what asked meanwhile enters afterwards', async () => {
  const { history, calls, called } = coordinator()
  await history.suspend()
  const copy = asking(history)
  await new Promise(setImmediate)
  assert.deepEqual([calls, copy.transactionalId], [[], null])
  history.resume()
  await called(1)
  assert.deepEqual([calls, copy.transactionalId], [['add 1'], 'strait.orders.0'])
  history.abandon()
})

test('an error of the coordinator ends the session, and a seal that waits for the commit is told', async () => {
  const one = coordinator()
  one.failWith = new StraitError('ST305', 'gone')
  asking(one.history)
  await one.called(2)
  assert.deepEqual(one.calls, ['add 1', 'failed ST305'])
  const other = coordinator()
  const copy = asking(other.history)
  await other.called(1)
  sent(copy)
  copy.settle(appended(1_000))
  other.failWith = new StraitError('ST305', 'gone')
  await assert.rejects(other.history.suspend(), { code: 'ST305' })
  assert.deepEqual(copy.position, { sourceNext: 100, targetNext: 1_000 })
  other.history.abandon()
})

test('a session that is given up is committed by nobody here', async () => {
  const { history, calls, called } = coordinator()
  const copy = asking(history)
  await called(1)
  sent(copy)
  const suspended = history.suspend()
  await new Promise(setImmediate)
  history.abandon()
  await suspended
  assert.deepEqual(calls, ['add 1'])
})
