// A group's committed offset on the source, as an offset on the target. A group ahead of the copy is held at the
// end of what was copied, because it read all of that; an offset that the source's log cannot hold is no
// position at all (a topic that was created again leaves such commits behind) and is never followed.

import { type OffsetMap, translate } from './offset-map.ts'

/** Where a commit stands on the target, or why it has no place there. */
export type CommitTranslation =
  /** The very record. */
  | { readonly kind: 'record'; readonly offset: number }
  /** The next record that was or will be copied. */
  | { readonly kind: 'next'; readonly offset: number }
  /** The end of the copy; the group read up to `notCopied` more offsets that are still to come. */
  | { readonly kind: 'copy_end'; readonly offset: number; readonly notCopied: number }
  /** Before everything that is mapped; `first` is where the mapped records begin. */
  | { readonly kind: 'expired'; readonly first: number; readonly missingOffsets: number }
  /** Before the copy began, behind records on the target that others brought there. */
  | { readonly kind: 'unmapped'; readonly first: number; readonly missingOffsets: number }
  /** Past the copy, and past the source's log end or that end is not known. */
  | { readonly kind: 'unproven' }

/** `sourceLatest` is needed only where `isAhead` says so. */
export function translateCommit(
  map: OffsetMap,
  sourceOffset: number,
  sourceLatest: number | undefined,
): CommitTranslation {
  const translation = translate(map, sourceOffset)
  if (translation.kind === 'expired' || translation.kind === 'unmapped') {
    const firstSource = map.runs[0]?.sourceStart ?? map.sourceNext
    return { ...translation, missingOffsets: firstSource - sourceOffset }
  }
  if (translation.kind !== 'not_copied') return translation
  if (sourceLatest === undefined || sourceOffset > sourceLatest) return { kind: 'unproven' }
  return { kind: 'copy_end', offset: translation.end, notCopied: sourceOffset - map.sourceNext }
}

/** Whether the commit lies past the copy, so that the source's log end decides what it is worth. */
export function isAhead(map: OffsetMap, sourceOffset: number): boolean {
  return sourceOffset > map.sourceNext
}
