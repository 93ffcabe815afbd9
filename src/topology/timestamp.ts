// A moment as people write it: "2026-01-31T00:00:00Z". Text that is not understood is never guessed at.

/** Epoch milliseconds of an RFC 3339 time with its zone; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
  const shape = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/
  const [, day] = shape.exec(text) ?? []
  if (day === undefined) return undefined
  // JavaScript turns February 30th into March; a day that does not come back unchanged does not exist.
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  const timestampMs = Date.parse(text)
  return Number.isNaN(timestampMs) ? undefined : timestampMs
}
