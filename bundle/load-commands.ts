// Loads what every command is made of, so that Node compiles it and keeps that.

import { enableCompileCache } from 'node:module'

enableCompileCache()
const { commands } = await import('../src/cli/command-table.ts')
for (const { load } of commands) await load()
