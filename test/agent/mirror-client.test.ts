// The whole of MM2's topics at once, as a Java application of the MirrorClient library sees them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emitCheckpoints } from '../../src/agent/checkpoints.ts'
import { emitHeartbeats } from '../../src/agent/heartbeats.ts'
import { askJava, javaMissing } from '../mirror/java/ask-java.ts'
import { copied, fill, flowBetween, observe, openPair, run, uniqueName } from './service-fixture.ts'

test("Java's MirrorClient finds clusters, topics and hops", { skip: await javaMissing() }, async () => {
  await using pair = await openPair()
  const topic = uniqueName('orders')
  const group = uniqueName('billing')
  const flow = flowBetween({
    topics: { include: [topic], exclude: [] },
    groups: { include: [group], exclude: [] },
  })
  await fill(pair.source, topic, 20)
  // What the flow's copy would create.
  await fill(pair.target, `${flow.source}.${topic}`, 18)
  await fill(pair.target, `${flow.source}.heartbeats`, 0)
  await pair.source.commitOffsets(group, [{ topic, partition: 0, offset: 5, metadata: '' }])
  const target = observe(pair.target)
  const clusters = { flow, source: pair.source, target: target.cluster }
  const heartbeats = run((options) => emitHeartbeats({ ...clusters, ...options }))
  await target.called('append')
  await heartbeats.stop()
  const checkpoints = run((options) => emitCheckpoints({ ...clusters, ...options, offsetMap: () => copied }))
  await target.called('append')
  await checkpoints.stop()

  const answers = new Map(
    (await askJava('Mm2Client', ['discover', pair.targetBootstrap, flow.source])).map(
      ([name = '', ...rest]) => [name, rest],
    ),
  )
  assert.deepEqual(answers.get('hops'), ['1'])
  assert(answers.get('upstream')?.includes(flow.source))
  assert(answers.get('heartbeats')?.includes('heartbeats'))
  assert(answers.get('heartbeats')?.includes(`${flow.source}.heartbeats`))
  assert(answers.get('checkpoints')?.includes(`${flow.source}.checkpoints.internal`))
  assert.deepEqual(answers.get('topics'), [`${flow.source}.heartbeats`, `${flow.source}.${topic}`])
})
