// Values of variables as the topology takes them, in Terraform's order, later ones winning: the environment, the
// files of values that lie beside the topology, then `--var` and `--var-file` as they stand on the command line.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'
import { autoValues, environmentPrefix, type Given } from '../topology/given-values.ts'
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

/** Every value from outside, later ones winning. Throws as `readGivenFlags`. */
export function readGivenValues(context: Context, directory: string, flags: VariableFlags): Given[] {
  return [
    ...environmentValues(process.env),
    ...readAutoValues(directory, context.shown(directory)),
    ...readGivenFlags(context, flags),
  ]
}

/** `STRAIT_VAR_name=text`, for each name. */
function environmentValues(env: NodeJS.ProcessEnv): Given[] {
  return Object.entries(env)
    .filter(([name, text]) => name.startsWith(environmentPrefix) && text !== undefined)
    .map(([from, text = '']) => ({ name: from.slice(environmentPrefix.length), text, from, asked: false }))
}

/** `strait.straitvars`, then `*.auto.straitvars` by name, as they lie in the topology's directory; JSON after its namesake. */
function readAutoValues(directory: string, shown: string): Given[] {
  const { own, suffix } = autoValues
  const names = readdirSync(directory).filter((name) => !/^[.~#]/.test(name))
  const found = [
    ...[own, `${own}.json`].filter((name) => names.includes(name)),
    ...names.filter((name) => name.endsWith(suffix) || name.endsWith(`${suffix}.json`)).sort(),
  ]
  return found.map((name) => ({
    filename: join(shown, name),
    text: readFileSync(join(directory, name), 'utf8'),
  }))
}

/** Throws ST600 for a `--var` without a name, ST602 for a file that cannot be read. */
function readGivenFlags(context: Context, flags: VariableFlags): Given[] {
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
