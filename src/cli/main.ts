#!/usr/bin/env node
// The command `strait`. Loads no more than the command needs: `validate` never loads a Kafka client.

import { enableCompileCache } from 'node:module'

enableCompileCache()
const [{ run }, { endQuietlyWhenNobodyReads }] = await Promise.all([
  import('./program.ts'),
  import('./terminal.ts'),
])
endQuietlyWhenNobodyReads()
const exitCode = await run(process.argv.slice(2))
// What was printed is out before the end, and no connection of a command that failed keeps the process alive.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise((resolve) => stream.write('', resolve))
}
process.exit(exitCode)
