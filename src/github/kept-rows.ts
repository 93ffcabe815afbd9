// The changes of a plan as its comment keeps them, in the marker: for the next push to tell what became different, and
// for an apply to know what is left of a plan that was cut off. A plan of some hundred changes is kept by address; of a
// larger one a hash for each change is all that there is room for; of one that is larger still, nothing.

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { canonicalJson, sha256 } from '../plan/canonical.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'

/** In characters of a comment, which has other things to show. */
const rowsLengthMax = 8_000
const digestsLengthMax = 40_000

/** Of what a row does; nobody can choose a row to have the one that its address has. */
const hashLength = 12
/** Of a row as a whole, in bytes: among thousands of them too, none can be met by trying. */
const digestBytes = 10

/** The part of a marker; neither where the plan is too large. */
export interface Kept {
  readonly rows?: string | undefined
  readonly digests?: string | undefined
}

export type Changes = Pick<Plan, 'resource_changes'>

export type Known =
  /** Address → hash of what it does. */
  | { readonly by: 'address'; readonly rows: ReadonlyMap<string, string> }
  | { readonly by: 'digest'; readonly digests: ReadonlySet<string> }

export function keptRows(plan: Changes): Kept {
  const lines = [...rowsOf(plan)].map(([address, hash]) => JSON.stringify(`${hash}${address}`))
  const rows = deflateRawSync(lines.join('\n')).toString('base64')
  if (rows.length <= rowsLengthMax) return { rows }
  const digests = Buffer.from(digestsOf(plan).toSorted().join(''), 'hex').toString('base64')
  return digests.length <= digestsLengthMax ? { digests } : {}
}

/** What a marker keeps; undefined where that is nothing, or cannot be read. */
export function readKept({ rows, digests }: Kept): Known | undefined {
  if (rows !== undefined) return readRows(rows)
  if (digests === undefined) return undefined
  const hex = Buffer.from(digests, 'base64').toString('hex')
  return { by: 'digest', digests: new Set(hex.match(new RegExp(`.{${digestBytes * 2}}`, 'g'))) }
}

/** Whether every change of the plan is among those that are kept: false where none are. */
export function isPartOf(kept: Kept, plan: Changes): boolean {
  const known = readKept(kept)
  if (known === undefined) return false
  return known.by === 'digest'
    ? digestsOf(plan).every((digest) => known.digests.has(digest))
    : [...rowsOf(plan)].every(([at, hash]) => known.rows.get(at) === hash)
}

export function rowsOf({ resource_changes }: Changes): ReadonlyMap<string, string> {
  const changed = resource_changes.filter(isChange)
  return new Map(changed.map((row) => [row.address, hexOf(doingOf(row)).slice(0, hashLength)]))
}

export function digestOf(row: ResourceChange): string {
  return hexOf([row.address, doingOf(row)]).slice(0, digestBytes * 2)
}

function digestsOf({ resource_changes }: Changes): string[] {
  return resource_changes.filter(isChange).map(digestOf)
}

/** Offsets move by themselves: of a group's row only what happens counts, not how far. */
function doingOf({ type, change }: ResourceChange): unknown {
  const { actions, before, after } = change
  return type === 'group_offset' ? { actions } : { actions, before, after }
}

function hexOf(value: unknown): string {
  return sha256(canonicalJson(value)).replace('sha256:', '')
}

function readRows(text: string): Known | undefined {
  try {
    const lines = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: 1 << 20 }).toString('utf8')
    const rows = lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => String(JSON.parse(line)))
    return {
      by: 'address',
      rows: new Map(rows.map((row) => [row.slice(hashLength), row.slice(0, hashLength)])),
    }
  } catch {
    return undefined
  }
}
