import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { emitCheckpoints } from '../../src/agent/checkpoints.ts'
import type { CommittedOffset } from '../../src/kafka/cluster.ts'
import { decodeCheckpoint } from '../../src/mirror/mm2-records.ts'
import { checkpointsTopic } from '../../src/mirror/naming.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { askJava, javaMissing } from '../mirror/java/ask-java.ts'
import {
  copied,
  fill,
  flowBetween,
  observe,
  openPair,
  type Pair,
  recordsOf,
  run,
  uniqueName,
} from './service-fixture.ts'

const skip = await javaMissing()

let pair: Pair
before(async () => {
  pair = await openPair()
})
after(() => pair[Symbol.asyncDispose]())

interface Scene {
  readonly topic: string
  readonly group: string
  readonly flow: FlowSpec
}

/** A source topic of 20 offsets, and a flow that selects it and one group. */
async function scene(): Promise<Scene> {
  const topic = uniqueName('orders')
  const group = uniqueName('billing')
  await fill(pair.source, topic, 20)
  const flow = flowBetween({
    topics: { include: [topic], exclude: [] },
    groups: { include: [`${group}.*`], exclude: ['.*-out'] },
  })
  return { topic, group, flow }
}

function at(topic: string, offset: number, metadata = ''): CommittedOffset {
  return { topic, partition: 0, offset, metadata }
}

/** Runs the emitter for some whole rounds, each begun after `change`. */
async function emitRounds(
  { flow, topic }: Scene,
  { rounds = 1, map = copied }: { rounds?: number; map?: OffsetMap },
): Promise<unknown[]> {
  const source = observe(pair.source)
  const service = run((options) =>
    emitCheckpoints({
      ...options,
      flow,
      source: source.cluster,
      target: pair.target,
      offsetMap: (name, partition) => (name === topic && partition === 0 ? map : undefined),
    }),
  )
  // The reading of one more round shows that the rounds before it are over.
  for (let round = 0; round <= rounds; round++) await source.called('groups')
  await service.stop()
  return service.errors
}

async function checkpointsOf({ flow }: Scene): Promise<string[]> {
  const records = await recordsOf(pair.target, checkpointsTopic(flow))
  return records.map((record) => {
    const checkpoint = decodeCheckpoint(record)
    const { group, topic, partition, upstreamOffset, downstreamOffset, metadata } = checkpoint
    return `${group} ${topic}-${partition} ${upstreamOffset}→${downstreamOffset} ${metadata}`.trim()
  })
}

describe('checkpoints', () => {
  test('the offset of a selected group is written once, exactly translated, with its metadata', async () => {
    const here = await scene()
    const { group, topic, flow } = here
    await pair.source.commitOffsets(group, [at(topic, 14, 'note')])
    await pair.source.commitOffsets(`${group}-out`, [at(topic, 14)])
    assert.deepEqual(await emitRounds(here, { rounds: 3 }), [])
    assert.deepEqual(await checkpointsOf(here), [`${group} ${flow.source}.${topic}-0 14→12 note`])
    const configs = await pair.target.topicConfigs([checkpointsTopic(flow)])
    const policy = configs.get(checkpointsTopic(flow))?.find(({ name }) => name === 'cleanup.policy')
    assert.equal(policy?.value, 'compact')
  })

  test('a new emitter goes on from the checkpoints that are there', async () => {
    const here = await scene()
    const { group, topic, flow } = here
    const place = `${group} ${flow.source}.${topic}-0`
    await pair.source.commitOffsets(group, [at(topic, 14)])
    await emitRounds(here, {})
    await emitRounds(here, {})
    assert.deepEqual(await checkpointsOf(here), [`${place} 14→12`])
    await pair.source.commitOffsets(group, [at(topic, 3)])
    await emitRounds(here, {})
    assert.deepEqual(await checkpointsOf(here), [`${place} 14→12`, `${place} 3→3`])
  })

  test('a group ahead of the copy is held at its end until the copy comes up', async () => {
    const here = await scene()
    const { group, topic, flow } = here
    const place = `${group} ${flow.source}.${topic}-0`
    await pair.source.commitOffsets(group, [at(topic, 20)])
    await emitRounds(here, {
      map: { runs: [{ sourceStart: 0, targetStart: 0, count: 4 }], sourceNext: 4, targetNext: 4 },
    })
    await emitRounds(here, {})
    assert.deepEqual(await checkpointsOf(here), [`${place} 20→4`, `${place} 20→18`])
  })

  test("a commit past the source's log end makes no checkpoint", async () => {
    const here = await scene()
    await pair.source.commitOffsets(here.group, [at(here.topic, 21)])
    await emitRounds(here, {})
    assert.deepEqual(await checkpointsOf(here), [])
  })

  test('a topic that is not replicated, and a partition that is copied elsewhere, make no checkpoint', async () => {
    const here = await scene()
    const other = uniqueName('other')
    await fill(pair.source, other, 1)
    await pair.source.createPartitions([{ name: here.topic, partitions: 2 }])
    await pair.source.commitOffsets(here.group, [at(other, 1), { ...at(here.topic, 0), partition: 1 }])
    await emitRounds(here, {})
    assert.deepEqual(await checkpointsOf(here), [])
  })

  test('a stray record in the topic is reported and stops nothing', async () => {
    const here = await scene()
    const { group, topic, flow } = here
    await fill(pair.target, checkpointsTopic(flow), 1)
    await pair.source.commitOffsets(group, [at(topic, 5)])
    const errors = await emitRounds(here, { rounds: 2 })
    assert.equal(errors.length, 1)
    assert.match(String(errors[0]), /checkpoint cannot be read/)
    const records = await recordsOf(pair.target, checkpointsTopic(flow))
    assert.equal(records.length, 2)
  })

  test("Java's RemoteClusterUtils finds the translated offsets", { skip }, async () => {
    const here = await scene()
    const { group, topic, flow } = here
    await pair.source.commitOffsets(group, [at(topic, 11, 'note')])
    await pair.source.commitOffsets(`${group}2`, [at(topic, 3)])
    await emitRounds(here, {})
    await pair.source.commitOffsets(group, [at(topic, 17, 'later')])
    await emitRounds(here, {})
    assert.deepEqual(await askJava('Mm2Client', ['translate', pair.targetBootstrap, flow.source, group]), [
      [`${flow.source}.${topic}`, '0', '15', 'later'],
    ])
  })
})
