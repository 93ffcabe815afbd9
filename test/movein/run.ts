// `npm run test:movein -- --seed 7`: moving in and out twice, once after MirrorMaker was stopped as it should be and once
// after it was killed, with what every command said. The suite has the first of them (move-in.test.ts).

import { parseArgs } from 'node:util'
import { prepareKafka } from '../brokers/prepare.ts'
import { moveIn } from './move-in.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '7' }, records: { type: 'string', default: '20000' } },
})
await prepareKafka((step) => console.error(`${step} …`))
for (const stop of ['SIGTERM', 'SIGKILL'] as const) {
  console.error(`\nMirrorMaker ends by ${stop}`)
  const moved = await moveIn({ stop, seed: Number(values.seed), records: Number(values.records) }, (step) =>
    console.error(`  ${step}`),
  )
  if (stop === 'SIGTERM') {
    console.log(moved.imported.stderr)
    console.log(moved.plans.stopped.stdout)
    console.log(moved.back.handedBack.stdout)
  }
  const { compared, returned, lagging, done } = moved
  console.log(JSON.stringify({ stop, compared, lagging: lagging ?? null, done, returned }, null, 2))
  if (done.found !== done.expected || (lagging ?? 0) > 40) process.exitCode = 1
}
