// `strait apply`: plans a directory, shows the plan and asks, or takes a saved plan as it is; then carries it out.

import { statSync } from 'node:fs'
import { StraitError } from '../../errors/strait-error.ts'
import { applyDirectory, applySaved, type LeaseFlags } from '../applying.ts'
import type { Context } from '../context.ts'
import { readDurationFlag } from '../duration-flag.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { nearPath } from '../near-path.ts'
import { waitForCopies } from '../wait-for-copies.ts'

interface ApplyFlags extends VariableFlags, LeaseFlags {
  readonly yes?: boolean
  readonly wait?: boolean
  /** As `30m`. */
  readonly waitTimeout?: string
  readonly allowDestroy?: number
}

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  flags: ApplyFlags,
): Promise<ExitCode> {
  const timeoutMs = readDurationFlag('--wait-timeout', flags.waitTimeout)
  const path = context.path(given)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined)
    throw new StraitError('ST602', `there is no directory and no saved plan ${given}${nearPath(path, given)}`)
  const applied = found.isFile()
    ? await applySaved(context, path, flags)
    : await applyDirectory(context, path, flags)
  if (applied === undefined) return failed
  try {
    if (applied.exitCode !== done || !flags.wait) return applied.exitCode
    return await waitForCopies(context, applied, { timeoutMs })
  } finally {
    await applied.close()
  }
}
