// A flow that somebody names and nobody knows.

import { StraitError } from '../errors/strait-error.ts'
import { nameList } from '../render/names.ts'
import { didYouMean } from '../std/did-you-mean.ts'

/** ST550: `where`, as `this directory`, with what was probably meant, or else what there is. */
export function unknownFlow(flow: string, known: readonly string[], where: string): StraitError {
  const meant = didYouMean(flow, known)
  const there = known.length === 0 ? 'it has none' : `it has: ${nameList(known)}`
  const hint = meant === undefined ? there : `did you mean "${meant}"?`
  return new StraitError('ST550', `${where} has no flow "${flow}"; ${hint}`, { facts: { flow } })
}
