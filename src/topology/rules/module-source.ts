// Rule: a module is a directory of the topology's own, written as "./region". What would have to be fetched from
// elsewhere could change between two plans, so it is refused, and so is a directory that holds itself.

import type { Expression } from '../../hcl/ast.ts'
import type { Value } from '../../hcl/value.ts'
import { describeKind, quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

const localPath = /^\.\.?(\/|$)/

/** The finding for a `source` that is not written as a local path. */
export function sourceFinding(value: Value, { range }: Expression): Finding | undefined {
  if (typeof value === 'string' && localPath.test(value)) return undefined
  const finding = {
    code: 'ST185',
    summary: '"source" must be a directory beside this one, written as "./region"',
    subject: range,
  } as const
  if (typeof value !== 'string') return { ...finding, detail: `It is ${describeKind(value)}.` }
  const isPlain = /^[\w-]+(\/[\w-]+)*$/.test(value)
  return {
    ...finding,
    detail: `${quoted(value)} would be looked for elsewhere. Modules are local: nothing is fetched, so that a plan depends on the files of one commit only.`,
    ...(isPlain ? { suggestion: `"./${value}"` } : {}),
  }
}

/** The finding for a `source` that leads out of the topology's directory. */
export function sourceOutside(source: string, { range }: Expression): Finding {
  return {
    code: 'ST185',
    summary: `"source" leads out of the directory of the topology`,
    detail: `${quoted(source)} is not under it. Keep modules in directories below the one that is planned.`,
    subject: range,
  }
}

/** The finding for a directory that cannot be read; `problem` says why, as `has no *.hcl files`. */
export function sourceUnreadable(source: string, problem: string, { range }: Expression): Finding {
  return {
    code: 'ST185',
    summary: `${quoted(source)} cannot be used as a module`,
    detail: `The directory ${problem}.`,
    subject: range,
  }
}

/** The finding for a module inside itself; `chain` has the directories from the first to its repetition. */
export function moduleInsideItself(chain: readonly string[], { range }: Expression): Finding {
  return {
    code: 'ST186',
    summary: 'A module cannot hold itself',
    detail: `The circle is ${chain.map((directory) => (directory === '' ? 'the root' : `./${directory}`)).join(' → ')}.`,
    subject: range,
  }
}
