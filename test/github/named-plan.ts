import type { Plan } from '../../src/plan/plan-file.ts'

/** The plan with a name wherever one from a cluster or a file stands. */
export function named(plan: Plan, hostile: string): Plan {
  const swap = (text: string): string =>
    ['orders', 'payments', 'billing', 'User:alice', 'us-to-eu'].reduce(
      (rest, name) => rest.replaceAll(name, () => `${hostile}${name.length}`),
      text,
    )
  const made = (value: unknown): unknown => {
    if (typeof value === 'string') return swap(value)
    if (Array.isArray(value)) return value.map(made)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [swap(key), made(member)]))
  }
  return made(plan) as Plan
}
