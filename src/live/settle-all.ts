// Waits for all of several reads, so that every missing permission, and every cluster that is away, is told in one run
// instead of one per run.

import { causesOf } from '../errors/causes.ts'
import { StraitError } from '../errors/strait-error.ts'

type Settled<Tasks extends readonly unknown[]> = { -readonly [Index in keyof Tasks]: Awaited<Tasks[Index]> }

/**
 * As Promise.all, but rejects only when all have ended. Missing permissions come last: the only one as it is, several as
 * ST403 that lists them all. Of other errors the first of each cluster is told: the only one as it is, several under the
 * code of the first.
 */
export async function settleAll<const Tasks extends readonly unknown[]>(
  tasks: Tasks,
): Promise<Settled<Tasks>> {
  const results = await Promise.allSettled(tasks)
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (failures.length > 0) throw failureOf(failures)
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined)) as Settled<Tasks>
}

function failureOf(failures: readonly unknown[]): unknown {
  const all = failures.flatMap(partsOf)
  const foreign = all.find((failure) => !(failure instanceof StraitError))
  if (foreign !== undefined) return foreign
  const errors = all.filter((failure) => failure instanceof StraitError)
  const missing = errors.filter(isMissing)
  const other = errors.filter((error) => !isMissing(error))
  return other.length > 0 ? clustersFailure(other) : permissionsFailure(missing)
}

/** What an error of several stands for. */
function partsOf(failure: unknown): readonly unknown[] {
  return failure instanceof StraitError && failure.cause instanceof AggregateError
    ? failure.cause.errors
    : [failure]
}

function isMissing({ code }: StraitError): boolean {
  return code === 'ST350'
}

function permissionsFailure(errors: readonly StraitError[]): StraitError | undefined {
  const distinct = firstOfEach(errors, ({ message }) => message)
  if (distinct.length === 1) return distinct[0]
  return new StraitError(
    'ST403',
    `${distinct.length} permissions are missing:\n${distinct.map(({ message }) => `  ${message}`).join('\n')}`,
    { cause: new AggregateError(distinct, 'permissions are missing'), facts: { missing: distinct.length } },
  )
}

/** Each with its causes: an error of several has none of its own. */
function clustersFailure(errors: readonly StraitError[]): StraitError | undefined {
  const distinct = firstOfEach(errors, ({ facts }) => facts['cluster'])
  const [first] = distinct
  if (first === undefined || distinct.length === 1) return first
  const lines = distinct.map((error) => `  ${[error.message, ...causesOf(error)].join('; because: ')}`)
  return new StraitError(first.code, `${distinct.length} clusters cannot be read:\n${lines.join('\n')}`, {
    cause: new AggregateError(distinct, 'clusters cannot be read'),
    facts: { unread: distinct.length },
  })
}

function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[] {
  return [...Map.groupBy(items, keyOf).values()].flatMap(([first]) => (first === undefined ? [] : [first]))
}
