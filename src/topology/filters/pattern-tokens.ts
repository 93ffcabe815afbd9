// A regular expression cut into the pieces that its dialects disagree about. It reads any text, also one that no
// engine would compile: every piece keeps its place, so that a caret can stand under it.

export interface PatternToken {
  readonly kind: 'escape' | 'quote' | 'class' | 'open' | 'close' | 'quantifier' | 'literal'
  readonly text: string
  /** Place of the first character in the pattern, in UTF-16 units. */
  readonly start: number
}

/** Tried in this order at every place; the last one takes whatever is left. */
const kinds: readonly (readonly [PatternToken['kind'], RegExp])[] = [
  ['quote', /\\Q.*?(?:\\E|$)/sy],
  [
    'escape',
    /\\(?:[pP]\{[^}]*\}?|[pP].?|x\{[^}]*\}?|x[0-9A-Fa-f]{0,2}|u[0-9A-Fa-f]{0,4}|c.|k(?:<[^>]*>)?|0[0-7]{0,3}|.|$)/sy,
  ],
  ['class', /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]?/sy],
  ['open', /\((?:\?(?:<[=!]|P?<[^>]*>|[=!>:]|[a-zA-Z-]*[:)]?))?/sy],
  ['close', /\)/sy],
  ['quantifier', /(?:[*+?]|\{\d+(?:,\d*)?\})[+?*]*/sy],
  ['literal', /./sy],
]

/** All of `pattern`, in order, without a hole. */
export function patternTokens(pattern: string): PatternToken[] {
  const tokens: PatternToken[] = []
  let at = 0
  while (at < pattern.length) {
    const token = tokenAt(pattern, at)
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(pattern: string, at: number): PatternToken {
  for (const [kind, shape] of kinds) {
    shape.lastIndex = at
    const text = shape.exec(pattern)?.[0]
    if (text !== undefined && text !== '') return { kind, text, start: at }
  }
  throw new RangeError('the last shape takes any character')
}
