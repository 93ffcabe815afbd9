// Names in a plan come from clusters, and a group id may hold anything: escape sequences that recolour a
// terminal, line breaks that forge a line, marks that turn the reading direction. All of it is made visible here,
// once, for the whole plan, so that no renderer has to remember.

/**
 * Control characters, format characters (bidi, zero width), line and paragraph separators, broken surrogates; and
 * the bracket of `##[`, which GitHub's runner takes for a command anywhere in a line.
 */
const hostile = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?<=##)\[/gu

/** Nearly every name: printable ASCII without a `#`, in which nothing can be hostile. */
const plain = /^[ -"$-~]*$/

/** One line of text that a terminal shows as it is; what it would act on becomes `<U+001B>`. */
export function safeText(text: string): string {
  if (plain.test(text)) return text
  return text.replaceAll(hostile, (character) => {
    const point = character.codePointAt(0) ?? 0
    return `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`
  })
}

/** The same for text that has lines of its own: line breaks stay, everything else goes. */
export function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n')
}

/**
 * The same value with every string in it made safe, the keys of objects too. Line breaks go like the rest. Whatever is
 * safe already, as nearly all of a large plan, is answered as it is.
 */
export function safeValue<Value>(value: Value): Value {
  const safe = made(value)
  if (typeof safe === 'object' && safe !== null) known.add(safe)
  return safe as Value
}

/** What was made safe before: a picture of a plan is drawn of the plan that is shown, and need not look again. */
const known = new WeakSet<object>()

function made(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value)
  if (typeof value === 'object' && value !== null && known.has(value)) return value
  if (Array.isArray(value)) {
    const members = value.map(made)
    return members.some((member, at) => member !== value[at]) ? members : value
  }
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const safe = entries.map(([key, member]) => [safeText(key), made(member)] as const)
  const isSafe = safe.every(([key, member], at) => key === entries[at]?.[0] && member === entries[at]?.[1])
  return isSafe ? value : Object.fromEntries(safe)
}

/** In double quotes, as HCL writes a string that is safe already. */
export function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\]|[$%](?=\{)/g, (character) =>
    character === '$' || character === '%' ? character + character : `\\${character}`,
  )
  return `"${escaped}"`
}
