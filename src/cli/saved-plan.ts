// A plan in a file. Beside the plan it holds where the planned directory is, seen from the file, because a plan
// names certificates and secret files relative to that directory.

import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'
import { decodePlan, encodePlan, type Plan } from '../plan/plan-file.ts'
import { isMissing, nearPath } from './near-path.ts'

export interface SavedPlan {
  readonly plan: Plan
  /** Absolute. */
  readonly directory: string
}

/** Overwrites the file. Throws ST602 where it cannot be written. */
export function savePlan(path: string, { plan, directory }: SavedPlan): void {
  const text = encodePlan({ plan, directory: relative(dirname(path), directory) || '.' })
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new StraitError('ST602', `the plan cannot be written to ${path}`, { cause })
  }
}

/** Throws ST602 where the file cannot be read; ST429, ST430 and ST480 for what is not a plan as it was written. */
export function loadPlan(path: string): SavedPlan {
  const { plan, directory = '.' } = decodePlan(readText(path))
  return { plan, directory: resolve(dirname(path), directory) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause))
      throw new StraitError('ST602', `there is no plan file ${path}${nearPath(path, path)}`)
    throw new StraitError('ST602', `the plan ${path} cannot be read`, { cause })
  }
}
