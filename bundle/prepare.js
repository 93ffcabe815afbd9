// What `npm ci` runs last in a checkout. Sources are compiled when they are first run, and HashiCorp's parser sees a
// file before it counts as known: both are done here and remembered, so that the first command is as quick as any later
// one. Nothing hangs on it: where no cache can be written, or Node is too old, the first command takes longer. So this
// file is JavaScript that any Node reads, and fails never.

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))

/** @param {readonly string[]} args */
function runOnce(args) {
  spawnSync(process.execPath, args, { cwd, stdio: 'ignore', timeout: 60_000 })
}

/** Packing runs `prepare`, too: in a place where nobody will run anything. */
const isPacking = ['pack', 'publish'].includes(process.env['npm_command'] ?? '')
if (!isPacking && existsSync(join(cwd, 'examples'))) {
  for (const name of readdirSync(join(cwd, 'examples')))
    runOnce(['src/cli/main.ts', 'validate', join('examples', name)])
  // Last: Node keeps what of a file was in use when it was first compiled, and here nothing is.
  runOnce(['bundle/load-commands.ts'])
}
