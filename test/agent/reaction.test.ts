import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CopyRoute } from '../../src/agent/partition-copy.ts'
import type { PreparedBatch } from '../../src/agent/prepared-batch.ts'
import { type Reaction, reactToFault, reactToRefusal } from '../../src/agent/reaction.ts'
import type { FetchFault } from '../../src/agent/source-fetcher.ts'
import { StraitError } from '../../src/errors/strait-error.ts'

const route: CopyRoute = {
  topic: 'orders',
  topicId: 'a',
  partition: 3,
  remoteTopic: 'us.orders',
  remoteTopicId: 'b',
}

const source = { cluster: 'us', principal: 'User:copier' }
const target = { cluster: 'eu', principal: 'User:copier' }

function prepared(change: Partial<PreparedBatch> = {}): PreparedBatch {
  return {
    batch: Buffer.alloc(100),
    count: 5,
    runs: [[40, 5]],
    sourceEnd: 47,
    untouched: true,
    mergeCodec: undefined,
    merged: false,
    maxTimestampMs: 0,
    leaderEpoch: 1,
    ...change,
  }
}

/** A reaction as literals: what is done, and of an error its code, range and words. */
function shown(reaction: Reaction): unknown {
  if (reaction.do === 'halt') {
    const { code, facts, message } = reaction.error
    return { do: 'halt', code, start: facts['start'], end: facts['end'], message }
  }
  if (reaction.do === 'wait')
    return { do: 'wait', code: reaction.error.code, message: reaction.error.message }
  if (reaction.do === 'hold') return { do: 'hold', forMs: reaction.forMs, code: reaction.error?.code }
  return reaction
}

describe('a batch that the target refused', () => {
  const refusals: {
    name: string
    code: number
    message?: string
    again?: boolean
    batch?: Partial<PreparedBatch>
    expected: unknown
  }[] = [
    { name: 'by a newer epoch gives the shard away', code: 47, expected: { do: 'fence' } },
    { name: 'by a newer producer gives the shard away', code: 90, expected: { do: 'fence' } },
    {
      name: 'for a reason that names no batch casts doubt on the session',
      code: 45,
      message: 'out of order',
      expected: { do: 'distrust', why: 'the target answered code 45 out of order' },
    },
    {
      name: 'as poison halts with its range and reason',
      code: 10,
      expected: {
        do: 'halt',
        code: 'ST518',
        start: 40,
        end: 47,
        message:
          'the batch of orders-3 at source offsets 40–46 cannot be written to us.orders: it is larger than the target ' +
          'topic allows (max.message.bytes, segment.bytes)',
      },
    },
    {
      name: 'as poison halts with the words of the target',
      code: 87,
      message: 'One or more records have been rejected',
      expected: {
        do: 'halt',
        code: 'ST518',
        start: 40,
        end: 47,
        message:
          'the batch of orders-3 at source offsets 40–46 cannot be written to us.orders: the target topic does not take ' +
          'such records (a compacted topic wants keys); the target says: One or more records have been rejected',
      },
    },
    { name: 'as damaged is fetched anew', code: 2, expected: { do: 'reprove' } },
    {
      name: 'as damaged twice halts',
      code: 2,
      again: true,
      expected: {
        do: 'halt',
        code: 'ST518',
        start: 40,
        end: 47,
        message:
          'the batch of orders-3 at source offsets 40–46 cannot be written to us.orders: its bytes are damaged',
      },
    },
    {
      name: 'as poison, but joined by us, is asked again in parts',
      code: 10,
      batch: { merged: true },
      expected: { do: 'reprove' },
    },
    {
      name: 'by a newer epoch gives the shard away also when joined',
      code: 47,
      batch: { merged: true },
      expected: { do: 'fence' },
    },
    {
      name: 'with doubt casts it also when joined',
      code: 20,
      batch: { merged: true },
      expected: { do: 'distrust', why: 'the target answered code 20 ' },
    },
    {
      name: 'for want of replicas waits for them',
      code: 19,
      expected: {
        do: 'wait',
        code: 'ST305',
        message:
          'cluster "eu": topic "us.orders" takes no records: fewer replicas are in sync than its min.insync.replicas ' +
          'asks for. Bring brokers back, or lower it.',
      },
    },
    {
      name: 'for want of a right waits for it, and names it with the command that grants it',
      code: 29,
      expected: {
        do: 'wait',
        code: 'ST350',
        message:
          'cluster "eu": cannot write to topic "us.orders": User:copier has no WRITE on topic "us.orders". Grant it ' +
          'with: kafka-acls.sh --add --allow-principal User:copier --operation Write --topic us.orders',
      },
    },
  ]
  for (const { name, code, message = '', again = false, batch, expected } of refusals) {
    test(`${name} (${code})`, () => {
      assert.deepEqual(
        shown(reactToRefusal(route, { batch: prepared(batch), code, message, again }, target)),
        expected,
      )
    })
  }
})

describe('a fetch that the source answered with a fault', () => {
  const damage = new StraitError('ST307', 'the batch fails its CRC')
  const faults: { name: string; fault: FetchFault; expected: unknown }[] = [
    {
      name: 'a moved partition is asked again shortly',
      fault: { kind: 'moved' },
      expected: { do: 'hold', forMs: 250, code: undefined },
    },
    {
      name: 'an unknown topic is asked again until routes tell what became of it',
      fault: { kind: 'unknown_topic' },
      expected: { do: 'hold', forMs: 250, code: undefined },
    },
    {
      name: 'an offset out of range is looked into, never reset',
      fault: { kind: 'out_of_range', logStart: 90 },
      expected: { do: 'reprove' },
    },
    {
      name: 'a truncated log halts with what the target has too much',
      fault: { kind: 'diverged', epoch: 4, endOffset: 60 },
      expected: {
        do: 'halt',
        code: 'ST516',
        start: 60,
        end: 70,
        message:
          "the source's log of orders-3 was truncated at offset 60: the target holds records that the source lost (an " +
          'unclean election)',
      },
    },
    {
      name: 'a batch that cannot be copied halts with its range',
      fault: { kind: 'uncopyable', error: damage, start: 70, end: 75 },
      expected: {
        do: 'halt',
        code: 'ST518',
        start: 70,
        end: 75,
        message: 'the batch of orders-3 at source offsets 70–74 cannot be copied: the batch fails its CRC',
      },
    },
    {
      name: 'a refusal is asked again patiently, and told',
      fault: { kind: 'refused', code: 42 },
      expected: { do: 'hold', forMs: 5_000, code: 'ST306' },
    },
    {
      name: 'a right that is missing is waited for',
      fault: { kind: 'refused', code: 29 },
      expected: { do: 'hold', forMs: 5_000, code: 'ST350' },
    },
  ]
  for (const { name, fault, expected } of faults) {
    test(name, () => assert.deepEqual(shown(reactToFault(route, 70, { fault, source })), expected))
  }
})
