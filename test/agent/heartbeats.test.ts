import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { emitHeartbeats } from '../../src/agent/heartbeats.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { decodeHeartbeat, type Heartbeat } from '../../src/mirror/mm2-records.ts'
import { flowBetween, observe, openPair, type Pair, recordsOf, run } from './service-fixture.ts'

let pair: Pair
before(async () => {
  pair = await openPair()
})
after(() => pair[Symbol.asyncDispose]())

/** Heartbeats between these aliases, with the time at which the record was written. */
async function heartbeatsOn(cluster: Cluster, source: string, target: string) {
  const records = await recordsOf(cluster, 'heartbeats')
  return records
    .filter(({ value }) => value !== null)
    .map((record): Heartbeat & { recordMs: number } => ({
      ...decodeHeartbeat(record),
      recordMs: record.timestampMs,
    }))
    .filter((heartbeat) => heartbeat.source === source && heartbeat.target === target)
}

describe('heartbeats', () => {
  test('each cluster hears of the path that leads to it, in a compacted topic', async () => {
    const flow = flowBetween()
    const [source, target] = [observe(pair.source), observe(pair.target)]
    const service = run((options) =>
      emitHeartbeats({ flow, source: source.cluster, target: target.cluster, ...options }),
    )
    await Promise.all([source.called('append'), target.called('append')])
    await Promise.all([source.called('append'), target.called('append')])
    await service.stop()
    assert.deepEqual(service.errors, [])
    const onSource = await heartbeatsOn(pair.source, flow.target, flow.source)
    const onTarget = await heartbeatsOn(pair.target, flow.source, flow.target)
    assert(onSource.length >= 2 && onTarget.length >= 2)
    for (const { timestampMs, recordMs } of [...onSource, ...onTarget]) assert.equal(timestampMs, recordMs)
    const [topic] = await pair.target.topics(['heartbeats'])
    assert.equal(topic?.partitions.length, 1)
    const configs = await pair.target.topicConfigs(['heartbeats'])
    assert.equal(configs.get('heartbeats')?.find(({ name }) => name === 'cleanup.policy')?.value, 'compact')
  })

  test('a cluster that refuses does not silence the other, and is tried again', async () => {
    const flow = flowBetween()
    let refusals = 2
    const refused = new StraitError('ST305', 'not now')
    const source = observe(pair.source, {
      append: (topic, records) =>
        refusals-- > 0 ? Promise.reject(refused) : pair.source.append(topic, records),
    })
    const target = observe(pair.target)
    const service = run((options) =>
      emitHeartbeats({ flow, source: source.cluster, target: target.cluster, ...options }),
    )
    await Promise.all([target.called('append'), source.called('append')])
    for (let round = 0; round < 3; round++) await source.called('append')
    await service.stop()
    assert.deepEqual(service.errors, [refused, refused])
    assert((await heartbeatsOn(pair.source, flow.target, flow.source)).length >= 1)
    assert((await heartbeatsOn(pair.target, flow.source, flow.target)).length >= 1)
  })
})
