// fast-check with one seed for all properties of a test file: told at its start, and taken from STRAIT_TEST_SEED, so that
// what failed once in twenty thousand cases fails again. STRAIT_TEST_TIMES multiplies the cases of every property.

import { basename } from 'node:path'
import fc from 'fast-check'

const given = process.env['STRAIT_TEST_SEED']
export const seed: number = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
const times = Number(process.env['STRAIT_TEST_TIMES'] ?? 1)

const usualRuns = 100

/** As fc.assert, with the seed of this run. */
export const assertProperty = ((property: fc.IRawProperty<unknown>, options: fc.Parameters<unknown> = {}) =>
  fc.assert(property, {
    ...options,
    seed,
    numRuns: (options.numRuns ?? usualRuns) * times,
  })) as typeof fc.assert

console.log(`STRAIT_TEST_SEED=${seed} repeats the cases of ${basename(process.argv[1] ?? '')}`)
