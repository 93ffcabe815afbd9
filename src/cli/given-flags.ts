// `--var` and `--var-file` as the topology takes them: values by name, and files of values with their text.

import { readFileSync } from 'node:fs'
import { StraitError } from '../errors/strait-error.ts'
import type { Given } from '../topology/given-values.ts'
import type { Context } from './context.ts'

export interface GivenFlag {
  /** Where on the command line, among all of them: later ones win. */
  readonly order: number
  readonly text: string
}

export interface VariableFlags {
  readonly var?: readonly GivenFlag[]
  readonly varFile?: readonly GivenFlag[]
}

/** Throws ST600 for a `--var` without a name, ST602 for a file that cannot be read. */
export function readGivenFlags(context: Context, flags: VariableFlags): Given[] {
  const values = (flags.var ?? []).map(({ order, text }) => ({ order, given: namedValue(text) }))
  const files = (flags.varFile ?? []).map(({ order, text }) => ({ order, given: valueFile(context, text) }))
  return [...values, ...files].sort((one, other) => one.order - other.order).map(({ given }) => given)
}

function namedValue(text: string): Given {
  const end = text.indexOf('=')
  if (end > 0) return { name: text.slice(0, end).trim(), text: text.slice(end + 1) }
  throw new StraitError('ST600', `--var wants name=value, not "${text}"`)
}

function valueFile(context: Context, filename: string): Given {
  try {
    return { filename, text: readFileSync(context.path(filename), 'utf8') }
  } catch (cause) {
    throw new StraitError('ST602', `the file of values ${filename} cannot be read`, { cause })
  }
}
