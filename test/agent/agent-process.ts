// An agent in a process of its own, to be killed and stopped by signals. Its one argument is JSON; it says
// `running` once it has shards, and what the agent logs, as JSON lines on stdout.

import { Agent } from '../../src/agent/agent.ts'
import type { Topology } from '../../src/topology/model.ts'

interface Given {
  readonly topology: Topology
  readonly flowName: string
  readonly agentId: string
  readonly sessionTimeoutMs: number
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given

function say(level: string) {
  return (facts: object, message: string): void => {
    process.stdout.write(`${JSON.stringify({ level, message, ...facts })}\n`)
  }
}

const agent = new Agent({
  ...given,
  directory: '/',
  readSecret: () => '',
  logger: { info: say('info'), warn: say('warn'), error: say('error') },
})
process.on('SIGTERM', () => {
  void agent.stop().then(() => process.exit(0))
})
say('info')({}, 'process listens')
void agent.failed.then((error) => {
  process.stdout.write(`${JSON.stringify({ level: 'failed', message: error.message, code: error.code })}\n`)
  process.exit(1)
})
await agent.start()
