import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { OffsetSyncs } from '../../src/agent/offset-syncs.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { decodeOffsetSync } from '../../src/mirror/mm2-records.ts'
import { offsetSyncsTopic } from '../../src/mirror/naming.ts'
import { askJava, javaMissing } from '../mirror/java/ask-java.ts'
import { flowBetween, observe, openPair, type Pair, recordsOf, run } from './service-fixture.ts'

const skip = await javaMissing()

let pair: Pair
before(async () => {
  pair = await openPair()
})
after(() => pair[Symbol.asyncDispose]())

async function syncsIn(cluster: Cluster, topic: string): Promise<string[]> {
  const records = await recordsOf(cluster, topic)
  return records.map((record) => {
    const sync = decodeOffsetSync(record)
    return `${sync.topic}-${sync.partition} ${sync.upstreamOffset}→${sync.downstreamOffset}`
  })
}

describe('offset syncs', () => {
  test('stopping sends what is due and the last records of each partition', async () => {
    const flow = flowBetween()
    const service = run(({ signal, onError }) => {
      const syncs = new OffsetSyncs({ flow, source: pair.source, target: pair.target, onError })
      syncs.acked('orders', 0, { sourceOffset: 0, targetOffset: 0, count: 10 })
      syncs.acked('orders', 0, { sourceOffset: 12, targetOffset: 10, count: 1 })
      syncs.acked('orders', 3, { sourceOffset: 7, targetOffset: 0, count: 30 })
      return syncs.run(signal)
    })
    await service.stop()
    assert.deepEqual(service.errors, [])
    const topic = offsetSyncsTopic(flow, 'source')
    const expected = ['orders-0 12→10', 'orders-3 7→0', 'orders-3 36→29']
    assert.deepEqual(await syncsIn(pair.source, topic), expected)
    assert.deepEqual(await pair.target.topics([topic]), [])
    const configs = await pair.source.topicConfigs([topic])
    assert.equal(configs.get(topic)?.find(({ name }) => name === 'cleanup.policy')?.value, 'compact')
  })

  test('due syncs are sent while the copy runs, the newest of each partition', async () => {
    const flow = flowBetween()
    const source = observe(pair.source)
    let syncs: OffsetSyncs | undefined
    const service = run(({ signal, onError }) => {
      syncs = new OffsetSyncs({ flow, source: source.cluster, target: pair.target, onError })
      syncs.acked('orders', 0, { sourceOffset: 0, targetOffset: 0, count: 1 })
      return syncs.run(signal)
    })
    await source.called('append')
    for (let batch = 0; batch < 5; batch++) {
      syncs?.acked('orders', 0, { sourceOffset: 1 + batch * 150, targetOffset: 1 + batch * 150, count: 150 })
    }
    await source.called('append')
    const topic = offsetSyncsTopic(flow, 'source')
    assert.deepEqual(await syncsIn(pair.source, topic), ['orders-0 0→0', 'orders-0 707→707'])
    await service.stop()
    assert.deepEqual((await syncsIn(pair.source, topic)).slice(2), ['orders-0 750→750'])
  })

  test('the topic lies on the target where the flow says so', async () => {
    const flow = flowBetween({ offsetSyncs: { emit: true, location: 'target' } })
    const service = run(({ signal, onError }) => {
      const syncs = new OffsetSyncs({ flow, source: pair.source, target: pair.target, onError })
      syncs.acked('orders', 0, { sourceOffset: 5, targetOffset: 5, count: 1 })
      return syncs.run(signal)
    })
    await service.stop()
    assert.deepEqual(await syncsIn(pair.target, offsetSyncsTopic(flow, 'target')), ['orders-0 5→5'])
  })

  test('what could not be sent is sent with the next append', async () => {
    const flow = flowBetween()
    const refused = new StraitError('ST305', 'not now')
    let refusals = 1
    const source = observe(pair.source, {
      append: (topic, records) =>
        refusals-- > 0 ? Promise.reject(refused) : pair.source.append(topic, records),
    })
    const service = run(({ signal, onError }) => {
      const syncs = new OffsetSyncs({ flow, source: source.cluster, target: pair.target, onError })
      syncs.acked('orders', 0, { sourceOffset: 5, targetOffset: 5, count: 1 })
      return syncs.run(signal)
    })
    await source.called('append')
    await source.called('append')
    await service.stop()
    assert.deepEqual(service.errors, [refused])
    assert.deepEqual(await syncsIn(pair.source, offsetSyncsTopic(flow, 'source')), ['orders-0 5→5'])
  })

  test("MirrorMaker's own reader translates by them, never too far", { skip }, async () => {
    const flow = flowBetween()
    const service = run(({ signal, onError }) => {
      const syncs = new OffsetSyncs({ flow, source: pair.source, target: pair.target, onError })
      syncs.acked('orders', 0, { sourceOffset: 100, targetOffset: 0, count: 50 })
      syncs.acked('orders', 0, { sourceOffset: 160, targetOffset: 50, count: 50 })
      return syncs.run(signal)
    })
    await service.stop()
    // Sent were 160→50, where the source jumped, and 209→99, the last record.
    const args = [
      pair.sourceBootstrap,
      pair.targetBootstrap,
      flow.source,
      flow.target,
      'source',
      'orders',
      '0',
    ]
    const answers = await askJava('Mm2Client', ['syncs', ...args, '99,159,160,170,209,210'])
    assert.deepEqual(answers.flat(), ['-1', '-1', '50', '51', '99', '100'])
  })
})
