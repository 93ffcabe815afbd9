import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { endAgents } from '../agent/spawned-agent.ts'
import { soak } from './soak.ts'

after(endAgents)

// `npm run test:soak` goes on for as long as one likes; this is its first quarter of a minute.
test('a rough load through killed and frozen agents and brokers arrives record for record', async () => {
  const { records, blows } = await soak({ seconds: 15, seed: 7 }, () => undefined)
  assert.ok(records > 1_000, `${records} records`)
  assert.ok(Object.keys(blows).length > 0)
})
