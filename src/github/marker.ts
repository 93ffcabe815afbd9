// The first line of what we write on GitHub: an HTML comment that says which topology it is about and which plan it
// shows. It is how a later run finds its comment again, and how apply knows what was reviewed. It is believed only in
// a text that our own login wrote.

import * as z from 'zod'

const kinds = ['plan', 'drift', 'validation'] as const
export type MarkerKind = (typeof kinds)[number]

const marker = z.object({
  v: z.literal(1),
  /** The topology's directory, and its label where there is one. */
  key: z.string(),
  /** The head of the pull request that was planned. */
  head: z.string(),
  /** The plan's fingerprint; empty where there is no plan. */
  fp: z.string(),
  /** Changes of the plan, as `kept-rows.ts` keeps them. */
  rows: z.string().optional(),
  digests: z.string().optional(),
})

export type Marker = z.infer<typeof marker>

/** One line. Nothing in it can end the comment: all that HTML or a terminal could read is an escape of JSON. */
export function markerLine(kind: MarkerKind, value: Marker): string {
  const json = JSON.stringify(value).replaceAll(
    /[<>&-]|[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `<!-- strait:${kind} ${json} -->`
}

/** Undefined where the text does not begin with a marker of that kind. */
export function readMarker(kind: MarkerKind, body: string): Marker | undefined {
  const [line = ''] = body.split(/\r?\n/, 1)
  const json = /^<!-- strait:([a-z]+) (\{.*\}) -->$/.exec(line)
  if (json?.[1] !== kind || json[2] === undefined) return undefined
  try {
    return marker.safeParse(JSON.parse(json[2])).data
  } catch {
    return undefined
  }
}
