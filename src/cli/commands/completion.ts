// `strait completion`: the script that lets a shell complete commands, flags, paths and names of the topology.

import { StraitError } from '../../errors/strait-error.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import type { CommandSpec } from '../command-spec.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'
import type { Context, SharedFlags } from '../context.ts'
import { done, type ExitCode } from '../exit-code.ts'

const scripts: Readonly<Record<string, (table: readonly CommandSpec[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** Throws ST600 for a shell that is not known. */
export async function command(
  { terminal, json }: Context,
  [shell = '']: readonly string[],
  _flags: SharedFlags,
  table: readonly CommandSpec[],
): Promise<ExitCode> {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell]?.(table) : undefined
  if (script === undefined) {
    const meant = didYouMean(shell, Object.keys(scripts))
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`
    throw new StraitError('ST600', `there is completion for bash, zsh and fish, not for "${shell}"${hint}`)
  }
  if (json) terminal.print(JSON.stringify({ format_version: '1.0', shell, script }))
  else terminal.print(script.trimEnd())
  return done
}
