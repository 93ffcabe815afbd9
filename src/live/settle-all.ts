// Waits for all of several reads, so that every missing permission is told in one run instead of one per run.

import { StraitError } from '../errors/strait-error.ts'

type Settled<Tasks extends readonly unknown[]> = { -readonly [Index in keyof Tasks]: Awaited<Tasks[Index]> }

/**
 * As Promise.all, but rejects only when all have ended: with the first error that is no missing permission, else
 * with the only missing permission, else with ST403 that lists them all.
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
  const missing = failures.flatMap((failure) => missingIn(failure) ?? [])
  const other = failures.find((failure) => missingIn(failure) === undefined)
  if (other !== undefined) return other
  const distinct = [...new Map(missing.map((error) => [error.message, error])).values()]
  if (distinct.length === 1) return distinct[0]
  return new StraitError(
    'ST403',
    `${distinct.length} permissions are missing:\n${distinct.map(({ message }) => `  ${message}`).join('\n')}`,
    { cause: new AggregateError(distinct, 'permissions are missing'), facts: { missing: distinct.length } },
  )
}

/** The missing permissions that an error stands for; undefined where it is about something else. */
function missingIn(failure: unknown): StraitError[] | undefined {
  if (!(failure instanceof StraitError)) return undefined
  if (failure.code === 'ST350') return [failure]
  if (failure.code !== 'ST403' || !(failure.cause instanceof AggregateError)) return undefined
  return failure.cause.errors.filter((error) => error instanceof StraitError)
}
