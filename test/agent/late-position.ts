// The position that a killed agent leaves is late. Here it is made as late as can be: the first one that was stored.

import assert from 'node:assert/strict'
import { positionsTopic } from '../../src/mirror/positions.ts'
import type { Scene } from './flow-scene.ts'

/** Stores the first position of a topic's partition again, while no agent runs. */
export async function rewindPosition(scene: Scene, topic: string, partition = 0): Promise<void> {
  const stored = await scene.target.readTopic(positionsTopic)
  const prefix = JSON.stringify([scene.name, topic, partition]).slice(0, -1)
  const first = stored.find(({ key }) => key?.toString().startsWith(prefix))
  assert.ok(first !== undefined, `a position of ${topic}-${partition} is stored`)
  await scene.target.append(positionsTopic, [first])
}
