// Applying a plan in a process of its own that kills itself after one of its writes.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../src/plan/plan-file.ts'

const killedProcess = fileURLToPath(new URL('./apply-killed.ts', import.meta.url))

export interface Killed {
  /** `SIGKILL`, or `exit code 0` where the process came through before. */
  readonly end: string
  /** The write that it died after; empty where it did not. */
  readonly after: string
}

/** `write`: the number of the write, from 0; -1 lets the process come through. */
export async function applyAndKill(plan: Plan, bootstrap: readonly string[], write: number): Promise<Killed> {
  const directory = mkdtempSync(join(tmpdir(), 'strait-killed-'))
  const file = join(directory, 'plan.json')
  writeFileSync(file, JSON.stringify(plan))
  try {
    const child = spawn(process.execPath, [killedProcess, bootstrap.join(), String(write), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [after, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { end: signal ?? `exit code ${code}`, after }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
