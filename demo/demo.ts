// `npm run demo`: two Kafka clusters, one plan, one copy, checked. Stops everything it started, also on Ctrl-C.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MissingTool } from '../test/brokers/java.ts'
import { openScreen, type Screen } from './screen.ts'
import { tellStory } from './story.ts'

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const
type Signal = keyof typeof EXIT_CODES

async function main(screen: Screen): Promise<number> {
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'strait-demo-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const interrupted = firstSignal()
  const story = tellStory({ screen, folder, stack })
  const ending = await Promise.race([
    story.then(
      () => 'done' as const,
      (error: unknown) => ({ error }),
    ),
    interrupted,
  ])
  if (typeof ending === 'object') {
    tellFailure(screen, ending.error)
    return 1
  }
  if (ending !== 'done') {
    screen.blank()
    screen.say(`${ending}: stopping what was started …`)
    return EXIT_CODES[ending]
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  screen.title(`Done in ${seconds} s. Both clusters stop now; nothing is left behind.`)
  screen.say('Next: examples/active-passive is the topology you have just seen. README.md tells the rest.')
  return 0
}

/** A second signal ends at once; the brokers end with this process. */
function firstSignal(): Promise<Signal> {
  return new Promise((resolve) => {
    for (const signal of Object.keys(EXIT_CODES) as Signal[]) {
      process.once(signal, () => {
        resolve(signal)
        process.once(signal, () => process.exit(EXIT_CODES[signal]))
      })
    }
  })
}

function tellFailure(screen: Screen, error: unknown): void {
  if (error instanceof MissingTool) screen.bad(error.message)
  else screen.bad(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

process.exit(await main(openScreen()))
