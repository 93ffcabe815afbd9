// What a flow copies and what it makes of names, as machines: for finding loops and double writers by names alone.
// The rules of selection are MM2's (mirror/ has them for one name at a time); here they become patterns.

import { defaultSeparator } from '../defaults.ts'
import type { Partly } from '../draft.ts'
import type { FlowSpec, Naming } from '../model.ts'
import { type Affix, filterMachine } from './name-machine.ts'
import type { Machine } from './regex-machine.ts'

export interface FlowMachine {
  /** Accepts the names of source topics that the flow copies. */
  readonly selected: Machine
  readonly affix: Affix
  /** Names to try first: filters often spell out a topic. */
  readonly hints: readonly string[]
}

const made = new WeakMap<Partly<FlowSpec>, FlowMachine>()

/** Undefined where the flow is incomplete, or its names follow no simple rule. Made once for each spec. */
export function flowMachine(spec: Partly<FlowSpec>): FlowMachine | undefined {
  const known = made.get(spec)
  if (known !== undefined) return known
  const { source, target, naming, topics } = spec
  if (source === undefined || target === undefined || naming === undefined || topics === undefined)
    return undefined
  const affix = affixOf(naming, source)
  if (affix === undefined) return undefined
  const excluded = [...topics.exclude, ...neverCopied(naming), ...comingBack(naming, target)]
  const machine = { selected: filterMachine(topics.include, excluded), affix, hints: topics.include }
  made.set(spec, machine)
  return machine
}

/** What naming puts around a topic of `source`; undefined for a template with the topic in it twice. */
function affixOf(naming: Naming, source: string): Affix | undefined {
  if (naming.kind === 'identity') return { before: '', after: '' }
  if (naming.kind === 'prefix') return { before: source + naming.separator, after: '' }
  const [before = '', after, ...more] = naming.template
    .replaceAll(/\$\{source\}/g, source)
    .split(/\$\{topic\}/)
  return after === undefined || more.length > 0 ? undefined : { before, after }
}

/** Topics of brokers, Connect and MM2: no filter makes a flow copy them. */
export function neverCopied(naming: Naming): string[] {
  const separator = naming.kind === 'prefix' ? naming.separator : defaultSeparator
  return ['__.*', '\\..*', '.*[-.]internal', `.*${quote(separator)}internal`]
}

/** Names that tell that the topic passed through `target` before: such topics are never copied back. */
function comingBack(naming: Naming, target: string): string[] {
  if (naming.kind === 'identity') return []
  if (naming.kind === 'prefix') {
    const separator = quote(naming.separator)
    return [`(?:.*${separator})?${quote(target)}${separator}.+`]
  }
  if (!/\$\{source\}/.test(naming.template)) return []
  const named = (source: string, topic: string): string =>
    naming.template
      .split(/(\$\{(?:source|topic)\})/)
      .map((part, index) => (index % 2 === 0 ? quote(part) : part.includes('source') ? source : topic))
      .join('')
  const once = named(quote(target), '.+')
  const twice = named('[A-Za-z_][A-Za-z0-9_-]*', once)
  return [once, twice, named('[A-Za-z_][A-Za-z0-9_-]*', twice)]
}

function quote(text: string): string {
  return text.replace(/[!-/:-@[-^`{-~]/g, '\\$&')
}
