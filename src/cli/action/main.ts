// The GitHub Action: what `npm run bundle` makes one file of, and action.yml runs. That one file is also the code of
// the thread that HashiCorp's parser runs in.

import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const { runAction } = await import('./run.ts')
  const exitCode = await runAction(process.env, (text) => void process.stdout.write(text))
  await new Promise((resolve) => process.stdout.write('', resolve))
  process.exit(exitCode)
} else {
  await import('../../hcl/reference-worker.ts')
}
