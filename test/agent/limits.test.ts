import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { FlowFigures } from '../../src/agent/flow-status.ts'
import { startBroker } from '../brokers/broker.ts'
import { startProxy } from '../proxy/proxy.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, type ObservedAgent, openScene, type Scene } from './flow-scene.ts'

const mebibyte = 1024 * 1024

/** Batches of this size, of records that no codec makes smaller. */
async function fill(
  scene: Scene,
  topic: string,
  load: { batches: number; batchBytes: number },
): Promise<void> {
  const value = randomBytes(load.batchBytes)
  for (let sent = 0; sent < load.batches; sent += 20) {
    const records = Array.from({ length: Math.min(20, load.batches - sent) }, (_, index) => ({
      partition: (sent + index) % 4,
      key: null,
      value,
    }))
    await scene.source.append(topic, records)
  }
}

interface Sample {
  readonly atMs: number
  readonly bytes: number
}

/** What the agent says it copied, from now until it has copied this many records. */
async function sampled(agent: ObservedAgent, records: number): Promise<Sample[]> {
  const samples: Sample[] = []
  const figures = (): FlowFigures | undefined => agent.figures
  await until(
    () => {
      samples.push({ atMs: performance.now(), bytes: figures()?.bytesTotal ?? 0 })
      return (figures()?.recordsTotal ?? 0) >= records
    },
    { limitMs: 60_000, state: figures },
  )
  return samples
}

test('a flow with a rate never copies more than the rate and one burst, in any stretch of time', async (t) => {
  const bytesPerSecond = 1_000_000
  const scene = await openScene(t, { limits: { bytesPerSecond } })
  const topic = await createSource(scene, 'orders', { partitions: 4 })
  const batchBytes = 20_000
  const batches = 200
  await fill(scene, topic, { batches, batchBytes })
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  const samples = await sampled(agent, batches)
  // A second's worth may have been saved up, and a quarter is asked for at once, up to the end of a batch.
  // A busy machine acknowledges late what was fetched in time: as late as it let this loop wait.
  const lateMs = Math.max(...samples.map(({ atMs }, index) => atMs - (samples[index - 1]?.atMs ?? atMs)))
  const burstBytes = (1.25 + lateMs / 1000) * bytesPerSecond + batchBytes + 1_000
  for (const [index, first] of samples.entries()) {
    for (const last of samples.slice(index + 1)) {
      const allowed = burstBytes + ((last.atMs - first.atMs) / 1000) * bytesPerSecond
      const copied = last.bytes - first.bytes
      assert.ok(copied <= allowed, `${copied} bytes in ${last.atMs - first.atMs} ms`)
    }
  }
  assert.ok((samples.at(-1)?.bytes ?? 0) >= batches * batchBytes, 'everything was copied all the same')
})

test('a slow target bounds what is held between fetch and acknowledgement', async (t) => {
  await using sourceProxy = await startProxy()
  await using targetProxy = await startProxy()
  const [source, target] = await Promise.all([
    startBroker({ proxy: sourceProxy }),
    startBroker({ proxy: targetProxy }),
  ])
  t.after(() => Promise.all([source.close(), target.close()]))
  const scene = await openScene(t, {}, { source: source.bootstrap, target: target.bootstrap })
  const topic = await createSource(scene, 'orders', { partitions: 4 })
  const batches = 180
  const batchBytes = 400_000
  await fill(scene, topic, { batches, batchBytes })
  const before = sourceProxy.passedBytes.answers
  targetProxy.set({ bytesPerSecond: 40_000_000 })
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  let heldBytesMax = 0
  await until(
    () => {
      const { bytesTotal = 0, recordsTotal = 0 } = agent.figures ?? {}
      heldBytesMax = Math.max(heldBytesMax, sourceProxy.passedBytes.answers - before - bytesTotal)
      return recordsTotal >= batches
    },
    { limitMs: 60_000, state: () => agent.figures },
  )
  await agent.stop()
  t.diagnostic(`${heldBytesMax} bytes held at most`)
  assert.ok(heldBytesMax > 8 * mebibyte, `the link is kept full (${heldBytesMax} bytes held)`)
  // The budget, and the answer that was on its way when it ran out.
  assert.ok(heldBytesMax < 50 * mebibyte, `${heldBytesMax} bytes held of ${batches * batchBytes}`)
})
