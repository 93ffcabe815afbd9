// `npm run test:action`: what it needs beyond `npm test` (act, built with Go), then the workflows of docs/workflows run
// in it. Node's own summary ends the output.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MissingTool } from '../brokers/java.ts'
import { prepareKafka } from '../brokers/prepare.ts'
import { installAct } from './act.ts'
import { installMarkdownTools } from './markdown-tools.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tell = (step: string): void => console.error(`${step} …`)

try {
  await prepareKafka(tell)
  const [act, markdown] = await Promise.all([installAct(tell), installMarkdownTools(tell)])
  const files = ['rollouts', 'workflows', 'outcomes', 'strangers', 'rendered'].map(
    (name) => `test/action/${name}.ts`,
  )
  // Most of a run is waiting: for brokers, leases and git.
  const args = ['--test', '--test-reporter=spec', '--test-timeout=300000', '--test-concurrency=2', ...files]
  const env = { ...process.env, STRAIT_TEST_ACT: act, STRAIT_TEST_MARKDOWN: markdown }
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env })
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
} catch (error) {
  console.error(error instanceof MissingTool ? error.message : error)
  process.exitCode = 1
}
