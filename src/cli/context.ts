// What every command gets: the terminal, the flags all commands share, and paths as the caller meant them.

import { relative, resolve } from 'node:path'
import { type ColourChoice, openTerminal, type Terminal } from './terminal.ts'

export interface SharedFlags {
  readonly json?: boolean
  /** False after `--no-color`. */
  readonly color?: ColourChoice | false
}

export interface Context {
  readonly terminal: Terminal
  readonly json: boolean
  /** A path argument as an absolute path, read from the directory of the caller. */
  readonly path: (path: string) => string
  /** An absolute path as the caller would write it. */
  readonly shown: (path: string) => string
}

export function openContext({ json = false, color = 'auto' }: SharedFlags): Context {
  const base = callersDirectory(process.env, process.cwd())
  return {
    terminal: openTerminal({ colour: color === false ? 'never' : color }),
    json,
    path: (path) => resolve(base, path),
    shown: (path) => shownFrom(base, path),
  }
}

function shownFrom(base: string, path: string): string {
  const way = relative(base, path) || '.'
  return way.length <= path.length ? way : path
}

/** `npm run strait` changes the directory to the package's; INIT_CWD is where the caller stood. */
export function callersDirectory(env: Readonly<Record<string, string | undefined>>, cwd: string): string {
  return env['npm_lifecycle_event'] === 'strait' ? (env['INIT_CWD'] ?? cwd) : cwd
}
