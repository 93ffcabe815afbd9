// Our rules against Kafka's own MirrorMaker classes: random questions, the same answers.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { encodeSourceOffset } from '../../src/mirror/connect-offsets.ts'
import { encodeCheckpoint, encodeHeartbeat, encodeOffsetSync } from '../../src/mirror/mm2-records.ts'
import {
  checkpointsTopic,
  isCheckpointsTopic,
  isCycle,
  isHeartbeatsTopic,
  isInternalTopic,
  type NamedFlow,
  offsetSyncsTopic,
  originalTopic,
  remoteTopic,
  topicSource,
  upstreamTopic,
} from '../../src/mirror/naming.ts'
import { noSyncYet, stepOffsetSync } from '../../src/mirror/offset-sync-rule.ts'
import { OffsetSyncStore } from '../../src/mirror/offset-sync-store.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import type { PatternSet } from '../../src/topology/model.ts'
import { seed } from '../fuzz.ts'
import { askJava, javaMissing } from './java/ask-java.ts'

interface Question {
  readonly fields: readonly string[]
  readonly expected: string
}

const skip = await javaMissing()

function sample<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
  return fc.sample(arbitrary, { seed, numRuns: count })
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !/[\t\n\r]/.test(value))
const offset = fc.nat({ max: 2 ** 40 })
const hex = (...parts: Buffer[]): string => parts.map((part) => part.toString('hex')).join('\t')

function recordQuestions(): Question[] {
  const fields = fc.tuple(text, text, fc.nat(5_000), offset, offset, text)
  return sample(fields, 100).flatMap(
    ([group, topic, partition, upstreamOffset, downstreamOffset, metadata]) => {
      const place = { topic, partition, upstreamOffset, downstreamOffset }
      const sync = encodeOffsetSync(place)
      const checkpoint = encodeCheckpoint({ ...place, group, metadata })
      const heartbeat = encodeHeartbeat({ source: group, target: topic, timestampMs: upstreamOffset })
      const numbers = [`${partition}`, `${upstreamOffset}`, `${downstreamOffset}`]
      return [
        { fields: ['sync', topic, ...numbers], expected: hex(sync.key, sync.value) },
        {
          fields: ['checkpoint', group, topic, ...numbers, metadata],
          expected: hex(checkpoint.key, checkpoint.value),
        },
        {
          fields: ['heartbeat', group, topic, `${upstreamOffset}`],
          expected: hex(heartbeat.key, heartbeat.value),
        },
      ]
    },
  )
}

function connectQuestions(): Question[] {
  const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/)
  return sample(fc.tuple(name, name, name, fc.nat(10_000)), 300).map(
    ([connector, cluster, topic, partition]) => {
      const record = encodeSourceOffset({ connector, cluster, topic, partition, lastOffset: 1 })
      return {
        fields: ['connect', connector, cluster, topic, `${partition}`],
        expected: `${record.key}\t${record.partition}`,
      }
    },
  )
}

const separators = ['.', '_', '__', '-to-', '-', '..', '._', '.-.', '---'] as const
const aliases = ['us', 'eu', 'us-east', 'a_b', 'u', 'mm2', 'heartbeats'] as const
const words = [
  ...aliases,
  ...['ap', 'orders', 'checkpoints', 'internal', 'my-heartbeats', '', 'x-internal', '__x', 'mm2-offsets'],
]

/** Names put together from the very pieces that the rules look at, with one separator or several. */
const pieced = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...separators)), { minLength: 1, maxLength: 6 })
  .chain((parts) =>
    fc.boolean().map((mixed) => {
      const [[, one] = ['', '.']] = parts
      return parts.map(([word, own], at) => (at === 0 ? word : (mixed ? own : one) + word)).join('')
    }),
  )
const anyName = fc.stringMatching(/^[a-c._-]{1,12}$/)

const namedFlow = fc
  .tuple(fc.constantFrom(...aliases), fc.constantFrom(...aliases), fc.constantFrom(...separators, 'identity'))
  .filter(([source, target]) => source !== target)
  .map(
    ([source, target, rule]): NamedFlow => ({
      ...{ source, target },
      naming: rule === 'identity' ? { kind: 'identity' } : { kind: 'prefix', separator: rule },
    }),
  )

/** A topic that went to and fro: `us.eu.us.orders`. */
const travelled = fc
  .tuple(pieced, fc.array(fc.constantFrom(...aliases), { maxLength: 4 }), fc.constantFrom(...separators))
  .map(([topic, path, separator]) => path.reduce((name, alias) => alias + separator + name, topic))
const topicName = fc.oneof(pieced, anyName, travelled).filter((name) => name !== '')

/** Connect's storage topics keep their dot under another separator, and count as internal with us all the same. */
function differs([{ naming }, topic]: [NamedFlow, string]): boolean {
  const dotted = topic.startsWith('mm2') && topic.endsWith('.internal')
  return dotted && naming.kind === 'prefix' && naming.separator !== '.'
}

const flowAndTopic = fc.tuple(namedFlow, topicName).filter((pair) => !differs(pair))

function policyOf({ naming }: NamedFlow): string[] {
  return naming.kind === 'prefix' ? ['default', naming.separator] : ['identity', '.']
}

function namingQuestions(): Question[] {
  return sample(flowAndTopic, 3_000).map(([flow, topic]) => ({
    fields: ['policy', ...policyOf(flow), flow.source, topic],
    expected: [
      remoteTopic(flow, topic),
      topicSource(flow, topic) ?? 'null',
      upstreamTopic(flow, topic) ?? 'null',
      originalTopic(flow, topic),
      isInternalTopic(flow, topic),
      isHeartbeatsTopic(flow, topic),
      isCheckpointsTopic(flow, topic),
      checkpointsTopic(flow),
      offsetSyncsTopic(flow, 'target'),
    ].join('\t'),
  }))
}

function selectionQuestions(): Question[] {
  const filters = fc.constantFrom<PatternSet>(
    { include: ['.*'], exclude: ['mm2.*\\.internal', '.*\\.replica', '__.*'] },
    { include: ['orders.*', 'us.*'], exclude: ['.*eu.*'] },
    { include: [], exclude: [] },
  )
  return sample(fc.tuple(flowAndTopic, filters), 2_000).map(([[flow, topic], topics]) => {
    const verdict = topicSelector({ ...flow, topics, heartbeats: { emit: true, intervalMs: 1000 } })(topic)
    return {
      fields: [
        'select',
        ...policyOf(flow),
        flow.source,
        flow.target,
        topics.include.join(),
        topics.exclude.join(),
        topic,
      ],
      expected: `${verdict.replicated}\t${isCycle(flow, topic)}`,
    }
  })
}

const pairs = fc
  .array(
    fc.tuple(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -50, max: 5_000 })), fc.nat(20)),
    {
      minLength: 1,
      maxLength: 120,
    },
  )
  .map((steps) => {
    let [up, down] = [0, 0]
    return steps.map(([forward, more]) => {
      up = Math.max(0, up + forward)
      down += more
      return { upstreamOffset: up, downstreamOffset: down }
    })
  })
const join2 = (list: { upstreamOffset: number; downstreamOffset: number }[]): string =>
  list.map((pair) => `${pair.upstreamOffset}:${pair.downstreamOffset}`).join()

function storeQuestions(): Question[] {
  return sample(fc.tuple(fc.boolean(), pairs, pairs), 150).map(([mustReadToEnd, before, after]) => {
    const store = new OffsetSyncStore({ mustReadToEnd })
    for (const sync of before) store.add(sync)
    store.readToEnd()
    for (const sync of after) store.add(sync)
    const end = after.at(-1)?.upstreamOffset ?? 0
    const offsets = [...after, ...before]
      .map(({ upstreamOffset }) => upstreamOffset)
      .flatMap((at) => [at, at + 1])
    const asked = [0, end, end + 1_000, ...offsets.filter((_, index) => index % 3 === 0)]
    return {
      fields: ['store', `${mustReadToEnd}`, join2(before), join2(after), asked.join()],
      expected: asked.map((at) => store.translateDownstream(at) ?? 'none').join(),
    }
  })
}

function ruleQuestions(): Question[] {
  const steps = fc.array(fc.tuple(fc.constantFrom(1, 1, 1, 1, 2, -1), fc.constantFrom(1, 1, 1, 2, -1)), {
    minLength: 1,
    maxLength: 200,
  })
  return sample(fc.tuple(fc.nat(20), steps), 100).map(([lagMax, records]) => {
    let [state, sourceOffset, targetOffset] = [noSyncYet, 500, 500]
    const acked: string[] = []
    let due = ''
    for (const [source, target] of records) {
      sourceOffset += source
      targetOffset += target
      const step = stepOffsetSync(state, { sourceOffset, targetOffset, count: 1 }, lagMax)
      state = step.state
      due += step.due === undefined ? '0' : '1'
      acked.push(`${sourceOffset}:${targetOffset}`)
    }
    return { fields: ['rule', `${lagMax}`, acked.join()], expected: due }
  })
}

describe("our rules and MirrorMaker's own classes", { skip }, () => {
  const topics: [string, () => Question[]][] = [
    ['records have the same bytes', recordQuestions],
    ["Connect's source offsets have the same keys and partitions", connectQuestions],
    ['names mean the same', namingQuestions],
    ['the same topics are selected', selectionQuestions],
    ['offset syncs translate the same', storeQuestions],
    ['the same records make a sync due', ruleQuestions],
  ]
  const questions = new Map(topics.map(([name, ask]) => [name, ask()]))
  let answers: Promise<string[]> | undefined

  for (const [name] of topics) {
    test(name, async () => {
      // One Java process answers for all tests of this file.
      answers ??= ask([...questions.values()].flat())
      const start = topics
        .slice(
          0,
          topics.findIndex(([other]) => other === name),
        )
        .reduce((sum, [other]) => sum + sizeOf(other), 0)
      const answered = (await answers).slice(start)
      for (const [index, { fields, expected }] of (questions.get(name) ?? []).entries()) {
        assert.equal(answered[index], expected, fields.join(' | '))
      }
    })
  }

  function sizeOf(name: string): number {
    return questions.get(name)?.length ?? 0
  }
})

async function ask(questions: readonly Question[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'strait-oracle-'))
  try {
    const file = join(folder, 'questions.tsv')
    await writeFile(file, questions.map(({ fields }) => fields.join('\t')).join('\n'))
    const lines = await askJava('Mm2Oracle', [file])
    assert.equal(lines.length, questions.length)
    return lines.map((fields) => fields.join('\t'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
