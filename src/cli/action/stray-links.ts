// A pull request may hold links, and a topology that cannot be read is shown with the lines that are wrong: a link to
// a file of the runner would put that file into a comment. Links stay inside the repository, and out of `.git`, where
// a checkout may leave its token.

import { readdirSync, realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { StraitError } from '../../errors/strait-error.ts'
import type { Session } from './session.ts'

/** Throws ST602 naming the first link below the topology, or file of values, that leads elsewhere. */
export function refuseStrayLinks({ runner, inputs, context, directory }: Session): void {
  const root = realpathSync(runner.workspace)
  const given = (inputs.variables.varFile ?? []).map(({ text }) => context.path(text))
  for (const path of [directory, ...given, ...linksBelow(directory)]) {
    const way = relative(root, realPath(path)).split(sep)
    if (way[0] !== '..' && !way.includes('.git')) continue
    const message = `${context.shown(path)} leads out of the repository; the action reads nothing else`
    throw new StraitError('ST602', message)
  }
}

function linksBelow(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isSymbolicLink())
      .map(({ parentPath, name }) => join(parentPath, name))
  } catch {
    return []
  }
}

/** What is not there is told of by who reads it. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
