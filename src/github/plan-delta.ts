// What changed between the plan that a reviewer saw and the one after the next push, by what the comment keeps of the
// former.

import type { Plan } from '../plan/plan-file.ts'
import { isChange } from '../plan/resource-change.ts'
import { details, fenced, prose } from '../render/markdown-text.ts'
import { count, counted } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'
import { digestOf, type Kept, type Known, readKept, rowsOf } from './kept-rows.ts'

const shownMax = 40
/** A group id may be as long as a page. */
const addressLengthMax = 200

export interface Earlier extends Kept {
  readonly head: string
  readonly fp: string
}

interface Delta {
  readonly lines: readonly string[]
  /** Changes that went away and whose addresses are not known. */
  readonly gone: number
}

/** Safe Markdown. `earlier` comes from a marker. */
export function planDelta(earlier: Earlier, plan: Plan): string {
  const since = `Since the plan for ${prose(earlier.head.slice(0, 7))}`
  if (earlier.fp === plan.fingerprint.hash) return `${since}: nothing changed in what was decided.`
  const known = readKept(earlier)
  if (known === undefined) return `${since}: the plan changed. It was too large to be kept for a comparison.`
  const { lines, gone } = deltaOf(known, plan)
  if (lines.length + gone === 0) return `${since}: the same changes, decided on other inputs.`
  const said = `${since}: ${countsText(lines, gone)}`
  if (lines.length === 0) return `${said}.`
  const shown = lines.slice(0, shownMax)
  const more = lines.length > shown.length ? [`  and ${count(lines.length - shown.length)} more`] : []
  return details(said, fenced([...shown, ...more].join('\n'), 'diff'))
}

function deltaOf(known: Known, plan: Plan): Delta {
  if (known.by === 'digest') {
    const now = plan.resource_changes.filter(isChange)
    const other = now.filter((row) => !known.digests.has(digestOf(row)))
    const gone = known.digests.size - (now.length - other.length)
    return { lines: other.map(({ address }) => `+ ${shownAddress(address)}`), gone }
  }
  const after = rowsOf(plan)
  const now = [...after].flatMap(([address, hash]) => {
    const was = known.rows.get(address)
    if (was === undefined) return [`+ ${shownAddress(address)}`]
    return was === hash ? [] : [`! ${shownAddress(address)}`]
  })
  const gone = [...known.rows.keys()].filter((address) => !after.has(address))
  return { lines: [...now, ...gone.map((address) => `- ${shownAddress(address)}`)], gone: 0 }
}

function shownAddress(address: string): string {
  const characters = [...safeText(address)]
  return characters.length <= addressLengthMax
    ? characters.join('')
    : `${characters.slice(0, addressLengthMax).join('')}…`
}

function countsText(lines: readonly string[], gone: number): string {
  const having = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length
  const parts = [
    [having('+'), gone > 0 ? 'came in or became different' : 'came in'],
    [having('!'), 'became different'],
    [having('-'), 'went away'],
    [gone, 'went away or became different'],
  ] as const
  return parts
    .filter(([times]) => times > 0)
    .map(([times, what]) => `${counted(times, 'change')} ${what}`)
    .join(', ')
}
