// Every single value of a topology or snapshot, each changed once: what a mutation test goes through. Containers are
// copied on the way down, never changed in place.

export interface Leaf {
  /** `clusters.us.topics.orders.partitions.0.leader`; Map keys and array indexes are names like others. */
  readonly path: string
  readonly value: unknown
  /** The whole with this leaf replaced. */
  readonly replaced: (by: unknown) => unknown
}

export function leavesOf(root: unknown, path: readonly string[] = []): Leaf[] {
  const entries = entriesOf(root)
  if (entries === undefined) return [{ path: path.join('.'), value: root, replaced: (by) => by }]
  return entries.flatMap(([key, member]) =>
    leavesOf(member, [...path, key]).map((leaf) => ({
      ...leaf,
      replaced: (by: unknown) => withEntry(root, key, leaf.replaced(by)),
    })),
  )
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (value instanceof Map) return [...value.entries()]
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value)
}

function withEntry(container: unknown, key: string, member: unknown): unknown {
  if (container instanceof Map) return new Map(container).set(key, member)
  if (Array.isArray(container)) return container.with(Number(key), member)
  return { ...(container as object), [key]: member }
}

/** Words that stand for something: another one of the kind. */
const others: Readonly<Record<string, string>> = {
  running: 'stopped',
  topic: 'default',
  default: 'topic',
  Empty: 'Stable',
  earliest: 'latest',
  exactly_once: 'at_least_once',
  halt: 'record',
  native: 'connect',
  never_rewind: 'rewind',
  source: 'target',
  revert: 'report',
  'scram-sha-512': 'scram-sha-256',
}

/** Another value of the same kind. */
export function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') {
    if (/^\d+$/.test(value)) return String(Number(value) + 1)
    return others[value] ?? `${value}x`
  }
  return 'changed'
}
