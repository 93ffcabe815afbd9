// Where a copy goes on behind MirrorMaker. The real one is in test/movein; here is what it leaves in unlucky cases.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ScannedBatch } from '../../src/agent/log-scan.ts'
import type { ProofRequest } from '../../src/agent/proof.ts'
import { takeOver } from '../../src/agent/take-over.ts'
import { type MirrorMakerTrace, traceKey } from '../../src/live/mirror-maker-state.ts'
import { readBatchHeader, sealCrc } from '../../src/wire/batch.ts'
import { encodeBatch } from '../../src/wire/records.ts'
import { flowOf } from '../plan/fixtures.ts'

const flow = flowOf({})

/** One record a batch, its value the letter. */
function log(letters: string, start = 0) {
  return async function* scan(from: number, end = Number.MAX_SAFE_INTEGER): AsyncGenerator<ScannedBatch> {
    for (const [index, letter] of [...letters].entries()) {
      const record = { timestampMs: 1, key: null, value: Buffer.from(letter), headers: [] }
      const batch = encodeBatch([record], { codec: 'none' })
      batch.writeUInt32BE(start + index, 4)
      sealCrc(batch)
      if (start + index >= from && start + index < end)
        yield { batch, header: readBatchHeader(batch), delivers: true }
    }
  }
}

interface Case {
  readonly source?: string
  readonly target?: string
  readonly sourceStart?: number
  readonly trace?: MirrorMakerTrace
  readonly isRunning?: boolean
  /** Behind what can be read of the target, in a transaction that is open. */
  readonly open?: number
  readonly delivery?: 'exactly_once' | 'at_least_once'
}

/** By default source offsets 0–7; MirrorMaker copied 0–5, wrote down 3 and a pair at 2. */
function attempt({
  source = 'abcdefgh',
  target = 'abcdef',
  sourceStart = 0,
  trace = { lastOffset: 3, sync: { upstreamOffset: 2, downstreamOffset: 2 } },
  isRunning = false,
  open = 0,
  delivery = 'exactly_once',
}: Case) {
  const request = {
    spec: { ...flow, start: 'mirrormaker', delivery },
    route: { topic: 'orders', partition: 0, remoteTopic: 'us.orders' },
    targetLog: { start: 0, end: target.length + open },
    sourceLog: { start: sourceStart, end: source.length },
    scanSource: log(source),
    scanTarget: log(target),
  } as unknown as ProofRequest
  const traces = new Map([[traceKey('orders', 0), trace]])
  return takeOver(request, { isRunning, otherWorkers: [], traces })
}

const mark = (sourceStart: number, targetStart: number) => ({ sourceStart, targetStart, count: 0 })

test('what the target holds counts, and not how far MirrorMaker wrote down that it was', async () => {
  const taken = await attempt({})
  assert.deepEqual([taken?.sourceNext, taken?.targetNext], [6, 6])
  assert.deepEqual(taken?.runs[0], mark(2, 2))
})

test('nothing is compared where it had copied everything, also when the source has forgotten it since', async () => {
  const taken = await attempt({
    sourceStart: 8,
    target: 'abcdefgh',
    trace: { lastOffset: 7, sync: undefined },
  })
  assert.deepEqual(taken, { sourceNext: 8, targetNext: 8, leaderEpoch: -1, runs: [mark(8, 8)] })
})

test('at least once goes on where it last wrote down that it was', async () => {
  const taken = await attempt({ delivery: 'at_least_once' })
  assert.deepEqual(taken, { sourceNext: 4, targetNext: 6, leaderEpoch: -1, runs: [mark(4, 6)] })
})

test('a partition that it never copied is left to the start of any other', async () => {
  const state = { isRunning: false, otherWorkers: [], traces: new Map() }
  const request = { route: { topic: 'new', partition: 0 }, spec: flow } as unknown as ProofRequest
  assert.equal(await takeOver(request, state), undefined)
})

test('while it runs, nothing begins, not even what it does not know yet', async () => {
  await assert.rejects(attempt({ isRunning: true }), { code: 'ST620', retry: 'backoff' })
})

test('what it left in an open transaction is waited for: it may count, or be aborted', async () => {
  await assert.rejects(attempt({ open: 2 }), {
    code: 'ST620',
    retry: 'backoff',
    message: /still open at offset 6 of the target/,
  })
})

for (const [name, given, why] of [
  ['a record that it copied twice', { target: 'abcdef'.replace('d', 'dd') }, /one by one/],
  ['a record that it left out', { target: 'abcef' }, /one by one/],
  ['a target that holds less than it wrote down', { target: 'abc' }, /copied up to source offset 4/],
  ['records that the source has forgotten', { sourceStart: 3 }, /not all there any more/],
  ['no pair of offsets', { trace: { lastOffset: 3, sync: undefined } }, /recorded no pair/],
] as const satisfies readonly (readonly [string, Case, RegExp])[]) {
  test(`${name} leave the place unproven, and say what to do`, async () => {
    await assert.rejects(attempt(given), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'ST621')
      assert.match(error.message, why)
      assert.match(error.message, /delivery = "at_least_once"/)
      return true
    })
  })
}
