// The inputs of action.yml, as the runner hands them over: INPUT_ and the name in capitals. Lists are lines.

import { StraitError } from '../../errors/strait-error.ts'
import { parseDuration } from '../../std/amounts.ts'
import type { GivenFlag, VariableFlags } from '../given-flags.ts'

export const actionCommands = ['plan', 'apply', 'validate', 'drift', 'comment'] as const
export const commentModes = ['always', 'changes-only', 'never'] as const

export interface Inputs {
  readonly command: (typeof actionCommands)[number]
  readonly directory: string
  readonly variables: VariableFlags
  readonly comment: (typeof commentModes)[number]
  /** Undefined where there is none. */
  readonly token: string | undefined
  /** A saved plan, or the answer of validate; empty where there is none. */
  readonly planFile: string
  readonly label: string
  readonly secretBindings: string
  readonly autoApprove: boolean
  /** Empty: the default branch. */
  readonly branch: string
  readonly wait: boolean
  /** How many things apply may let go of, to the number. */
  readonly allowDestroy: number | undefined
  /** How long apply waits for another one, of another topology on the same clusters for example. */
  readonly leasePatienceMs: number
}

type Environment = Readonly<Record<string, string | undefined>>

/** Throws ST614 for a value that the action does not know. */
export function readInputs(env: Environment): Inputs {
  const text = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  return {
    command: oneOf('command', text('command') || 'plan', actionCommands),
    directory: text('directory') || '.',
    variables: { varFile: flags(text('var-files'), 0), var: flags(text('vars'), 1_000_000) },
    comment: oneOf('comment', text('comment') || 'always', commentModes),
    token: text('github-token') || undefined,
    planFile: text('plan-file'),
    label: text('label'),
    secretBindings: text('secret-bindings'),
    autoApprove: yesOrNo('auto-approve', text('auto-approve')),
    branch: text('branch'),
    wait: yesOrNo('wait', text('wait')),
    allowDestroy: countOrNone('allow-destroy', text('allow-destroy')),
    leasePatienceMs: duration('lease-timeout', text('lease-timeout') || '0s'),
  }
}

/** Distinguishes the topologies, and the plans of one topology, that a repository has. */
export function topologyKey({ directory, label }: Pick<Inputs, 'directory' | 'label'>): string {
  const path = directory.replace(/^\.\//, '').replace(/\/+$/, '') || '.'
  return label === '' ? path : `${path} (${label})`
}

/** Files count before single values, as they do where both stand on a command line in that order. */
function flags(lines: string, firstOrder: number): GivenFlag[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => ({ order: firstOrder + index, text: line }))
}

function oneOf<const Known extends string>(name: string, given: string, known: readonly Known[]): Known {
  const found = known.find((each) => each === given)
  if (found !== undefined) return found
  throw new StraitError(
    'ST614',
    `the input ${name} is one of ${known.join(', ')}; it is ${JSON.stringify(given)}`,
  )
}

function yesOrNo(name: string, given: string): boolean {
  return oneOf(name, given || 'false', ['true', 'false']) === 'true'
}

function duration(name: string, given: string): number {
  const milliseconds = parseDuration(given)
  if (milliseconds !== undefined) return milliseconds
  throw new StraitError(
    'ST614',
    `the input ${name} is a duration, as 30s, 5m or 1h30m; it is ${JSON.stringify(given)}`,
  )
}

function countOrNone(name: string, given: string): number | undefined {
  if (given === '') return undefined
  if (/^\d{1,9}$/.test(given)) return Number(given)
  throw new StraitError('ST614', `the input ${name} is a number; it is ${JSON.stringify(given)}`)
}
