// `strait up`: plan, apply and agent in one process, for small set-ups and for trying things.

import { applyDirectory, type LeaseFlags } from '../applying.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { runAgent } from '../running.ts'

interface UpFlags extends VariableFlags, LeaseFlags {
  readonly yes?: boolean
  readonly allowDestroy?: number
}

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  flags: UpFlags,
): Promise<ExitCode> {
  const applied = await applyDirectory(context, context.path(given), flags)
  if (applied === undefined) return failed
  const { exitCode, topology, directory } = applied
  await applied.close()
  return exitCode === done ? runAgent(context, { topology, directory }) : exitCode
}
