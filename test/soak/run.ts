// `npm run test:soak -- --seconds 300 --seed 7`: one soak, its result as JSON. Without a seed, one of the day.

import { parseArgs } from 'node:util'
import { endAgents } from '../agent/spawned-agent.ts'
import { prepareKafka } from '../brokers/prepare.ts'
import { soak } from './soak.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '300' }, seed: { type: 'string' } },
})
const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 100_000)
console.error(`seed ${seed}`)
await prepareKafka((step) => console.error(`${step} …`))
try {
  const started = performance.now()
  const say = (blow: string): void =>
    console.error(`${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} s  ${blow}`)
  console.log(JSON.stringify(await soak({ seconds: Number(values.seconds), seed }, say), null, 2))
} finally {
  endAgents()
}
