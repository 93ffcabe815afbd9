// One comment per topology on a pull request, written again with every push. It is found by its marker among the
// comments of our own login: whoever else copies the marker into a comment of theirs changes nothing.

import type { StraitError } from '../errors/strait-error.ts'
import type { GitHub, Post } from './api.ts'
import { type Marker, type MarkerKind, readMarker } from './marker.ts'

export interface StickyComment {
  readonly post: Post
  readonly marker: Marker
}

export interface Topic {
  readonly pullRequest: number
  readonly kind: MarkerKind
  readonly key: string
}

/** The oldest one, so that two that were made at once do not take turns. */
export async function findSticky(
  github: GitHub,
  { pullRequest, kind, key }: Topic,
): Promise<StickyComment | undefined> {
  const [login, comments] = await Promise.all([github.login(), github.comments(pullRequest)])
  for (const post of comments) {
    if (post.author !== login) continue
    const marker = readMarker(kind, post.body)
    if (marker?.key === key) return { post, marker }
  }
  return undefined
}

const triesMax = 3

/**
 * Writes over the comment, or makes it. When GitHub fails while it is made, it is looked for before the next try: it
 * may be there.
 */
export async function writeSticky(
  github: GitHub,
  topic: Topic,
  { body, found }: { readonly body: string; readonly found: StickyComment | undefined },
): Promise<Post> {
  if (found !== undefined) return github.updateComment(found.post.id, body)
  for (let tries = 1; ; tries += 1) {
    try {
      return await github.createComment(topic.pullRequest, body)
    } catch (error) {
      if (tries === triesMax || !isServerError(error)) throw error
      const made = await findSticky(github, topic)
      if (made !== undefined) return github.updateComment(made.post.id, body)
    }
  }
}

function isServerError(error: unknown): boolean {
  return error instanceof Error && 'facts' in error && Number((error as StraitError).facts['status']) >= 500
}
