// One row of a plan as lines: a header that says what will happen, why and what it means, then its attributes.

import { topologyTitle } from '../mirror/claims.ts'
import { sameValue } from '../plan/canonical.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { displayWidth } from '../std/display-width.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { flowDefaults } from '../topology/defaults.ts'
import { attributeLines, type Layout } from './attribute-lines.ts'
import { impactRemarks, reachRemark, reasonRemark, waitRemark } from './impact-text.ts'
import type { Line } from './plan-line.ts'
import { rowAttributes } from './row-attributes.ts'
import { quoted } from './safe-text.ts'
import { type Entries, inline, map, type Shown, sameShown, value } from './shown.ts'

/** Resources so small and alike that a line says all; their name stands in the header. */
const inOneLine: readonly ResourceChange['type'][] = ['internal_topic', 'acl']

/** Without the empty line that sets rows apart. */
export function rowLines(row: ResourceChange, plan: Plan, { width }: Pick<Layout, 'width'>): Line[] {
  return [...headerLines(row, plan, width), ...bodyLines(row, plan, width)]
}

/** What will happen, as `topic.eu["us.orders"] will be created`. */
export function verdictOf(row: ResourceChange): string {
  const { address, change, type } = row
  if (change.actions.length === 2) return `${address} must be replaced`
  if (isPureJoin(row)) return `${address} joins this topology`
  if (isPureMove(row)) return `${row.previous_address} has moved to ${address}`
  if (change.importing !== undefined) return `${address} will be imported`
  switch (change.actions[0]) {
    case 'create':
      return `${address} will be created`
    case 'update':
      return `${address} will be updated in-place`
    case 'delete':
      return type === 'flow' ? `${address} will be stopped` : `${address} will be destroyed`
    case 'forget':
      return `${address} will no longer be managed by Strait, but will not be destroyed`
    case 'no-op':
      return `${address} stays as it is`
  }
}

/** Only the name is another one. */
function isPureMove({ previous_address: previous, change: { before, after } }: ResourceChange): boolean {
  return previous !== undefined && sameValue({ ...before, name: '' }, { ...after, name: '' })
}

/** Only the topology is another one. */
function isPureJoin({
  previous_topology: from,
  previous_address: moved,
  change: { before, after },
}: ResourceChange): boolean {
  return from !== undefined && moved === undefined && sameValue(before, after)
}

export function symbolOf({ actions }: ResourceChange['change']): Line['symbol'] {
  if (actions.length === 2) return '-/+'
  const symbols = { create: '+', update: '~', delete: '-', forget: '.', 'no-op': '' } as const
  return symbols[actions[0]]
}

function headerLines(row: ResourceChange, plan: Plan, width: number): Line[] {
  const heading = (text: string): Line[] =>
    wrapLine(text, width - 4).map((line) => ({ depth: 0, symbol: '', text: `# ${line}`, isHeader: true }))
  const remark = (text: string): Line[] => heading(`(${text})`)
  const { level, reasons } = row.risk
  const risk = level === 'high' || level === 'medium' ? remark(`${level} risk: ${reasons.join('; ')}`) : []
  return [
    ...heading(verdictOf(row)),
    ...[
      ...moveRemark(row),
      ...joinRemark(row),
      ...reasonRemark(row, plan),
      ...impactRemarks(row, plan),
      ...reachRemark(row),
      ...waitRemark(row),
    ].flatMap(remark),
    ...risk.map((line): Line => ({ ...line, isDanger: level === 'high' })),
  ]
}

function moveRemark(row: ResourceChange): string[] {
  if (row.previous_address === undefined || isPureMove(row)) return []
  return [`moved from ${row.previous_address}`]
}

function joinRemark({ previous_topology: from }: ResourceChange): string[] {
  return from === undefined ? [] : [`it belonged to ${topologyTitle(from)} until now`]
}

function bodyLines(row: ResourceChange, plan: Plan, width: number): Line[] {
  const symbol = symbolOf(row.change)
  const head = `${row.type} ${quoted(row.name)}`
  const { before, after, hidden } = withTopology(row, plan, shownSides(row, plan))
  const only = before === undefined ? after : after === undefined ? before : undefined
  if (only !== undefined && inOneLine.includes(row.type)) {
    const text = `${row.type} ${inline(map(only))}`
    if (displayWidth(text) + 4 <= width) return [{ depth: 0, symbol, text }]
  }
  const forcing = row.change.replace_paths.flatMap(([first]) => first ?? [])
  return [
    { depth: 0, symbol, text: `${head} {` },
    ...attributeLines({ before, after }, 1, { width, forcing }),
    ...hidden,
    { depth: 0, symbol: '', text: '}' },
  ]
}

/** A new flow is shown by what its author chose; the topology language has a default for all the rest. */
interface Sides {
  readonly before?: Entries
  readonly after?: Entries
  readonly hidden: readonly Line[]
}

function shownSides(row: ResourceChange, { configuration }: Plan): Sides {
  const { before, after } = rowAttributes(row, configuration)
  if (row.type !== 'flow' || (before !== undefined && after !== undefined)) {
    return { ...(before && { before }), ...(after && { after }), hidden: [] }
  }
  const spec = row.change.after ?? row.change.before
  const defaults =
    spec === null
      ? undefined
      : rowAttributes(
          {
            ...row,
            change: { ...row.change, before: null, after: { ...spec, ...flowDefaults } },
          },
          configuration,
        ).after
  const entries = new Map(after ?? before)
  let hidden = 0
  for (const [key, shown] of entries) {
    const usual = defaults?.get(key)
    if (alwaysShown.has(key) || usual === undefined || !sameShown(usual, shown)) continue
    entries.delete(key)
    hidden += 1
  }
  const remark: Line = {
    depth: 1,
    symbol: '',
    text: `# (${hidden} more at ${hidden === 1 ? 'its' : 'their'} default)`,
    isComment: true,
  }
  return {
    ...(after === undefined ? { before: entries } : { after: entries }),
    hidden: hidden === 0 ? [] : [remark],
  }
}

/** A row that joins from another topology changes its name, if nothing else. */
function withTopology(
  { previous_topology: from }: ResourceChange,
  { configuration }: Plan,
  sides: Sides,
): Sides {
  const { before, after } = sides
  if (from === undefined || before === undefined || after === undefined) return sides
  const named = (name: string | null | undefined): [string, Shown] => [
    'topology',
    value(name === null || name === undefined ? 'null' : quoted(name)),
  ]
  return {
    ...sides,
    before: new Map([named(from), ...before]),
    after: new Map([named(configuration.name), ...after]),
  }
}

/** What a reviewer looks for first, default or not; filters have no default. */
const alwaysShown: ReadonlySet<string> = new Set([
  'source',
  'target',
  'naming',
  'start',
  'delivery',
  'topics',
  'groups',
  'configs',
])
