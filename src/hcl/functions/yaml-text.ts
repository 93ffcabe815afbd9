// YAML text as a value: one document, plain data only. Aliases are followed, but not without end; what YAML can say
// and a plan cannot repeat or JSON cannot hold (`.inf`, tags of other languages) is refused.

import { createRequire } from 'node:module'
import { limits } from '../limits.ts'
import { exactInteger } from '../number-literal.ts'
import type { Budget, Failure, HclFunction } from '../scope.ts'
import type { Value } from '../value.ts'
import { failure, parameter } from './define.ts'

/** Loaded by the first call: it is seventy files, and few topologies hold YAML. */
const yamlPackage = (): typeof import('yaml') => createRequire(import.meta.url)('yaml')

/** Of one text: reading is far slower than for JSON. */
const unitsMax = 262_144

/** More are a bomb: each may hold all before it. */
const aliasesMax = 100

/** Each character costs a step: reading YAML over and over is what a loop could keep us busy with. */
export const yamldecode: HclFunction = {
  name: 'yamldecode',
  parameters: [parameter('text: string')],
  call([text], budget: Budget) {
    budget.steps = Math.max(0, budget.steps - String(text).length)
    return parseYaml(String(text))
  },
}

/** YAML text as a value. Keys become texts. */
export function parseYaml(text: string): Value | Failure {
  if (text.length > unitsMax) return failure(`the text has more than ${unitsMax} characters`, 0)
  // The reader goes down by recursion; no line opens a level without one of these.
  if (bracketDepth(text) > limits.valueDepth || deepestIndent(text) > limits.valueDepth * 8)
    return failure('nested too deep', 0)
  const document = yamlPackage().parseDocument(text, { intAsBigInt: true, merge: true, prettyErrors: false })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) {
    const line = text.slice(0, problem.pos[0]).split('\n').length
    return failure(`not valid YAML in line ${line}: ${inWords(problem)}`, 0)
  }
  try {
    return fromYaml(document.toJS({ mapAsMap: true, maxAliasCount: aliasesMax }))
  } catch (error) {
    if (error instanceof Unfit) return failure(error.message, 0)
    if (error instanceof Error && !(error instanceof RangeError))
      return failure(`not valid YAML: ${refusal(error.message)}`, 0)
    throw error
  }
}

/** What the package throws while it makes values: about aliases, and about what `<<` names. */
function refusal(message: string): string {
  if (message.startsWith('Excessive alias count')) return 'its aliases grow too large'
  const [, alias] = /^Unresolved alias .*: (.*)$/s.exec(message) ?? []
  if (alias !== undefined) return `nothing before "*${alias}" is called "&${alias}"`
  return message.startsWith('Merge sources') ? '"<<" takes a map, or a list of maps' : message
}

function inWords({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here, and there can be only one'
  return message.length > 100 ? `${message.slice(0, 99)}…` : message
}

/** Stops a conversion from inside. */
class Unfit extends Error {}

/** An alias inside of what it names has no end, so levels are counted. */
function fromYaml(yaml: unknown, depth = 0): Value {
  if (depth > limits.valueDepth) throw new Unfit('nested too deep')
  if (typeof yaml === 'string') return yaml.toWellFormed()
  if (yaml === null || typeof yaml === 'boolean') return yaml
  if (typeof yaml === 'bigint') return exactInteger(yaml)
  if (typeof yaml === 'number' && Number.isFinite(yaml)) return yaml === 0 ? 0 : yaml
  if (Array.isArray(yaml)) return yaml.map((item) => fromYaml(item, depth + 1))
  if (yaml instanceof Map)
    return new Map([...yaml].map(([key, item]) => [keyText(key), fromYaml(item, depth + 1)]))
  throw new Unfit(`${typeof yaml === 'number' ? 'infinity and .nan have' : 'a value has'} no form here`)
}

function keyText(key: unknown): string {
  if (key === null || typeof key === 'object') throw new Unfit('a key must be text, a number or a bool')
  return String(key).toWellFormed()
}

function bracketDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
  }
  return deepest
}

/** `- - - a` opens three levels in one line, `? ? a` too. */
function deepestIndent(text: string): number {
  return (text.match(/^[ \t?:-]+/gm) ?? []).reduce((deepest, { length }) => Math.max(deepest, length), 0)
}
