// A row's attributes as Terraform lays them out: `+` and `-` for what comes and goes, `~ a = 1 -> 2` for what
// changes, and a count of what stays the same and is not printed.

import { diffArrays } from 'diff'
import { displayWidth } from '../std/display-width.ts'
import { valueLines } from './long-value.ts'
import type { Line } from './plan-line.ts'
import { assign, type Entries, inline, type Shown, sameShown } from './shown.ts'

export interface Layout {
  /** Columns that a line may take. */
  readonly width: number
  /** Attributes that force a replacement. */
  readonly forcing?: readonly string[]
  /** What the members are called when they are counted: Terraform has elements in maps, attributes elsewhere. */
  readonly noun?: 'attribute' | 'element'
}

/** The body of a resource or of a map in it, without its braces. */
export function attributeLines(
  { before, after }: { readonly before: Entries | undefined; readonly after: Entries | undefined },
  depth: number,
  layout: Layout,
): Line[] {
  const changed: Pair[] = []
  const hidden = { attribute: 0, block: 0 }
  const keys = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
  // Attributes have an order that means something; elements of a map are looked up.
  for (const key of layout.noun === 'element' ? keys.sort(natural.compare) : keys) {
    const pair = { key, before: before?.get(key), after: after?.get(key) }
    if (isChanged(pair)) changed.push(pair)
    else hidden[isBlock(pair) ? 'block' : 'attribute'] += 1
  }
  const keyWidth = Math.max(0, ...changed.filter((pair) => !isBlock(pair)).map(({ key }) => key.length))
  return [
    ...changed.flatMap((pair) => pairLines(pair, { depth, keyWidth, layout })),
    ...hiddenLine(hidden.attribute, layout.noun ?? 'attribute', depth),
    ...hiddenLine(hidden.block, 'block', depth),
  ]
}

/** Partition 10 comes after partition 9. */
const natural = new Intl.Collator('en', { numeric: true })

interface Pair {
  readonly key: string
  readonly before: Shown | undefined
  readonly after: Shown | undefined
}

interface Place {
  readonly depth: number
  readonly keyWidth: number
  readonly layout: Layout
}

function isChanged({ before, after }: Pair): boolean {
  return before === undefined || after === undefined || !sameShown(before, after)
}

function isBlock({ before, after }: Pair): boolean {
  const shown = after ?? before
  return shown?.kind === 'map' && shown.block
}

function pairLines({ key, before, after }: Pair, place: Place): Line[] {
  if (after === undefined) return before === undefined ? [] : oneSided(key, before, { ...place, symbol: '-' })
  if (before === undefined) return oneSided(key, after, { ...place, symbol: '+' })
  return bothSided({ key, before, after }, place)
}

/** Whatever fits in one line stays in one. */
function oneSided(key: string, shown: Shown, place: Place & { readonly symbol: '+' | '-' }): Line[] {
  const { depth, layout, symbol } = place
  const head: Line = { depth, symbol, text: `${padded(key, shown, place)}${assign(shown)}` }
  if (shown.kind === 'value') {
    const gone = symbol === '-' ? ' -> null' : ''
    const note = shown.note === undefined ? '' : ` # ${shown.note}`
    return [{ ...head, text: `${head.text}${shown.text}${gone}${note}` }]
  }
  const whole = `${head.text}${inline(shown)}`
  if (fits(whole, depth, layout)) return [{ ...head, text: whole }]
  if (shown.kind === 'list') {
    const items = shown.items.map((item): Line => ({ depth: depth + 1, symbol, text: `${item},` }))
    return wrapped(head, items, { open: '[', close: ']' })
  }
  const sides = { before: undefined, after: undefined }
  const side = symbol === '+' ? { ...sides, after: shown.entries } : { ...sides, before: shown.entries }
  return wrapped(head, attributeLines(side, depth + 1, layout), { open: '{', close: '}' })
}

function bothSided(
  { key, before, after }: { readonly key: string; readonly before: Shown; readonly after: Shown },
  place: Place,
): Line[] {
  const { depth, layout } = place
  const head: Line = { depth, symbol: '~', text: `${padded(key, after, place)}${assign(after)}` }
  const forces = layout.forcing?.includes(key) === true ? ' # forces replacement' : ''
  if (before.kind === 'map' && after.kind === 'map') {
    const noun = after.block ? 'attribute' : 'element'
    const sides = { before: before.entries, after: after.entries }
    const inner = attributeLines(sides, depth + 1, { width: layout.width, noun })
    return wrapped(head, inner, { open: `{${forces}`, close: '}' })
  }
  if (before.kind === 'list' && after.kind === 'list') {
    const items = listLines(before.items, after.items, depth + 1)
    return wrapped(head, items, { open: `[${forces}`, close: ']' })
  }
  const texts = { before: valueText(before), after: valueText(after) }
  const whole = `${head.text}${texts.before} -> ${texts.after}${changeNote(before, after)}${forces}`
  if (fits(whole, depth, layout)) return [{ ...head, text: whole }]
  const notes = { before: noteOf(before), after: noteOf(after) }
  return valueLines({ ...head, text: head.text.trimEnd() }, { ...texts, notes })
}

function valueText(shown: Shown): string {
  return shown.kind === 'value' ? shown.text : inline(shown)
}

function changeNote(before: Shown, after: Shown): string {
  const [former, latter] = [noteOf(before), noteOf(after)]
  if (former === undefined && latter === undefined) return ''
  return ` # ${former ?? valueText(before)} -> ${latter ?? valueText(after)}`
}

function noteOf(shown: Shown): string | undefined {
  return shown.kind === 'value' ? shown.note : undefined
}

/** Changed items with one unchanged neighbour on each side; the rest is counted. */
function listLines(before: readonly string[], after: readonly string[], depth: number): Line[] {
  const items = diffArrays([...before], [...after]).flatMap(({ added, removed, value }) =>
    value.map((text): Line => ({ depth, symbol: added ? '+' : removed ? '-' : '', text: `${text},` })),
  )
  const isNear = (index: number): boolean =>
    [index - 1, index, index + 1].some((at) => (items[at]?.symbol ?? '') !== '')
  const lines: Line[] = []
  let hidden = 0
  for (const [index, line] of items.entries()) {
    if (!isNear(index)) {
      hidden += 1
      continue
    }
    lines.push(...hiddenLine(hidden, 'element', depth), line)
    hidden = 0
  }
  return [...lines, ...hiddenLine(hidden, 'element', depth)]
}

function wrapped(
  head: Line,
  inner: readonly Line[],
  { open, close }: { readonly open: string; readonly close: string },
): Line[] {
  return [{ ...head, text: `${head.text}${open}` }, ...inner, { depth: head.depth, symbol: '', text: close }]
}

function hiddenLine(count: number, noun: string, depth: number): Line[] {
  if (count === 0) return []
  return [
    {
      depth,
      symbol: '',
      text: `# (${count} unchanged ${noun}${count === 1 ? '' : 's'} hidden)`,
      isComment: true,
    },
  ]
}

function padded(key: string, shown: Shown, { keyWidth }: Place): string {
  return shown.kind === 'map' && shown.block ? key : key.padEnd(keyWidth)
}

function fits(text: string, depth: number, { width }: Layout): boolean {
  return 4 + 4 * depth + displayWidth(text) <= width
}
