// The GitHub Action: what `npm run bundle` makes one file of, and action.yml runs. That one file is also the code of
// the thread that HashiCorp's parser runs in.

import { isMainThread } from 'node:worker_threads'

const nodeMajorMin = 22

if (isMainThread && Number.parseInt(process.version.slice(1), 10) < nodeMajorMin) {
  const how = 'a runner takes Node 24 by itself; by hand, start it with that'
  process.stdout.write(
    `::error title=Strait::this action needs Node ${nodeMajorMin} or newer and was started with ${process.version} (${process.execPath}): ${how}\n`,
  )
  process.exitCode = 1
} else if (isMainThread) {
  const { runAction } = await import('./run.ts')
  const exitCode = await runAction(process.env, (text) => void process.stdout.write(text))
  await new Promise((resolve) => process.stdout.write('', resolve))
  process.exit(exitCode)
} else {
  await import('../../hcl/reference-worker.js')
}
