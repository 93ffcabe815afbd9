// `npm run test:loads`: every load at its full size, on two brokers, a line of JSON each; kcat reads both sides. `--scale 0.01` for a glance.

import { parseArgs } from 'node:util'
import { startBroker } from '../brokers/broker.ts'
import { prepareKafka } from '../brokers/prepare.ts'
import { copyLoad } from './copy-load.ts'
import { kcatDigest } from './kcat-digest.ts'
import { loads } from './loads.ts'

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
})
await prepareKafka((step) => console.error(`${step} …`))
const options = { heapMiB: 768, properties: { 'log.cleaner.backoff.ms': 500 } }
const [source, target] = await Promise.all([startBroker(options), startBroker(options)])
try {
  const bootstrap = { source: source.bootstrap, target: target.bootstrap }
  for (const load of loads(Number(values.scale)).filter(({ name }) => name.includes(values.only))) {
    console.log(
      JSON.stringify(
        await copyLoad(load, bootstrap, (place, { partitions }) => kcatDigest(place, partitions)),
      ),
    )
  }
} finally {
  await Promise.all([source.close(), target.close()])
}
