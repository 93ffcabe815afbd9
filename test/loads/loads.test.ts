import { test } from 'node:test'
import { sharedClusters } from '../brokers/shared.ts'
import { copyLoad } from './copy-load.ts'
import { loads } from './loads.ts'
import { digestRecords } from './record-digest.ts'

const { source, target } = await sharedClusters()

// `npm run test:loads` takes them at their full size.
for (const load of loads(0.01)) {
  test(`a hundredth of ${load.name} arrives record for record`, async () => {
    const bootstrap = { source: source.bootstrap, target: target.bootstrap }
    await copyLoad(load, bootstrap, (place, { records }) => digestRecords(place, records))
  })
}
