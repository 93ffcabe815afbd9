// `npm run test:movein -- --seed 7`: moving in and out three times: after MirrorMaker was stopped as it should be,
// after it was killed, and after it was killed in a transaction, with what every command said. The suite has the first
// of them (move-in.test.ts). `--only SIGKILL-transactions` does one alone.

import { parseArgs } from 'node:util'
import { prepareKafka } from '../brokers/prepare.ts'
import { moveIn } from './move-in.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    records: { type: 'string', default: '20000' },
    only: { type: 'string' },
  },
})
await prepareKafka((step) => console.error(`${step} …`))
const ways = [
  { stop: 'SIGTERM', exactlyOnce: false },
  { stop: 'SIGKILL', exactlyOnce: false },
  { stop: 'SIGKILL', exactlyOnce: true },
] as const
for (const { stop, exactlyOnce } of ways) {
  if (values.only !== undefined && values.only !== `${stop}${exactlyOnce ? '-transactions' : ''}`) continue
  console.error(`\nMirrorMaker ends by ${stop}${exactlyOnce ? ', and copies in transactions' : ''}`)
  const load = { seed: Number(values.seed), records: Number(values.records) }
  const moved = await moveIn({ stop, exactlyOnce, ...load }, (step) => console.error(`  ${step}`))
  if (moved.plans.stopped.code !== 0) console.log(moved.plans.stopped.stdout, moved.applied.stderr)
  if (stop === 'SIGTERM') {
    console.log(moved.imported.stderr)
    console.log(moved.plans.stopped.stdout)
    console.log(moved.back.handedBack.stdout)
  }
  const { compared, returned, lagging, done } = moved
  console.log(JSON.stringify({ stop, compared, lagging: lagging ?? null, done, returned }, null, 2))
  if (done.found !== done.expected || (lagging ?? 0) > 40) process.exitCode = 1
}
