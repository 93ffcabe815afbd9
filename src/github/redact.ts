// GitHub blots secrets out of logs, and out of nothing that is written through its API. What we write there goes
// through here first.

/** Shorter ones would blot out half of every text; a secret that short keeps nothing. */
const lengthMin = 4

export type Redact = (text: string) => string

/** Replaces every occurrence of a secret, and of each line of one that has several. */
export function redactor(secrets: readonly string[]): Redact {
  const pieces = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter((piece) => piece.length >= lengthMin)
  // The longest first, or a secret within a secret would leave the rest of it.
  const ordered = [...new Set(pieces)].sort((one, other) => other.length - one.length)
  return (text) => ordered.reduce((rest, piece) => rest.replaceAll(piece, '***'), text)
}

/** The same value with every string in it redacted, the keys of objects too. */
export function redacted<Value>(value: Value, redact: Redact): Value {
  return made(value, redact) as Value
}

function made(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((member) => made(member, redact))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [redact(key), made(member, redact)]))
}
