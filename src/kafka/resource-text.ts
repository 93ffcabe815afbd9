// What a right is needed on, in words: the very names, as many as a sentence bears.

import type { Grant } from './grant-command.ts'

/** More than this are counted. */
const namesShown = 3

/** `the cluster`, `topic "orders"`, `topics "a", "b" and 7 more`, `every group that begins with "x"`. */
export function resourceText({
  resourceType,
  names,
  prefixed = false,
}: Pick<Grant, 'resourceType' | 'names' | 'prefixed'>): string {
  if (resourceType === 'cluster') return 'the cluster'
  const kind = resourceType.replace('_', ' ')
  if (prefixed) return `every ${kind} that begins with ${listText(names, 'or')}`
  return `${kind}${names.length === 1 ? '' : 's'} ${listText(names, 'and')}`
}

function listText(names: readonly string[], joint: 'and' | 'or'): string {
  const quoted = names.map((name) => `"${name}"`)
  // "and 1 more" is no shorter than the name itself.
  const shown = names.length <= namesShown + 1 ? quoted : quoted.slice(0, namesShown)
  const rest = names.length - shown.length
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`
}
