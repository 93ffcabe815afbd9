// Holds the translation of every single offset of a topic against what lies there: a group for each offset of the
// source, followed by the agent, stands at the very record on the target, byte for byte.

import assert from 'node:assert/strict'
import { until } from './flow-fixture.ts'
import type { Scene } from './flow-scene.ts'
import { type PlacedRecord, readPlaced } from './same-records.ts'

/** For partition 0 of the topic, which holds `records` committed records; a running agent has copied all. */
export async function assertExactMap(scene: Scene, word: string, records: number): Promise<void> {
  const [topic, remote] = [scene.topic(word), scene.remote(word)]
  const groups = await groupForEachOffset(scene, topic)
  let committed = new Map<string, number>()
  await until(
    async () => {
      const answer = await scene.target.committedOffsets([...groups.values()])
      committed = new Map(
        [...answer].flatMap(([group, [commit]]) => (commit ? [[group, commit.offset]] : [])),
      )
      return [...groups.values()].every((group) => committed.has(group))
    },
    { state: () => ({ followed: committed.size, groups: groups.size }) },
  )
  const [[originals = []], [copies = []]] = await Promise.all([
    readPlaced({ bootstrap: scene.bootstrap.source, topic }, records),
    readPlaced({ bootstrap: scene.bootstrap.target, topic: remote }, records),
  ])
  assert.equal(originals.length, records)
  for (const [offset, group] of groups) {
    const original = firstFrom(originals, offset)
    const translated = committed.get(group) ?? -1
    const copy = firstFrom(copies, translated)
    assert.deepEqual(copy?.record, original?.record, `source offset ${offset} became ${translated}`)
    if (original?.offset === offset) assert.equal(copy?.offset, translated, `source offset ${offset}`)
  }
  assert.notEqual(originals.at(-1)?.offset, copies.at(-1)?.offset, 'the offsets really differ')
}

/** Committed on the source, one group for each offset from the log's start to its end. */
async function groupForEachOffset(scene: Scene, topic: string): Promise<Map<number, string>> {
  const place = [{ topic, partition: 0 }]
  const [start] = await scene.source.offsets(place, 'earliest')
  const [end] = await scene.source.offsets(place, 'latest')
  const groups = new Map<number, string>()
  for (let offset = start?.offset ?? 0; offset <= (end?.offset ?? 0); offset += 1) {
    const group = `${topic}.at-${offset}`
    const [done] = await scene.source.commitOffsets(group, [{ topic, partition: 0, offset, metadata: '' }])
    assert.equal(done?.error, undefined)
    groups.set(offset, group)
  }
  return groups
}

function firstFrom(records: readonly PlacedRecord[], offset: number): PlacedRecord | undefined {
  return records.find((record) => record.offset >= offset)
}
