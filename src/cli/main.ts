#!/usr/bin/env node
// The command `strait`. Loads no more than the command needs: `validate` never loads a Kafka client.

import { enableCompileCache } from 'node:module'

enableCompileCache()
const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
