// One text for one value: keys in order, no white space. Equality and fingerprints are taken from it, so that
// neither the order of an HCL file nor that of a broker's answer can make two equal things differ.

import { createHash } from 'node:crypto'

/** JSON with every object's keys sorted by code unit. Members that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** Whether two plain values mean the same. */
export function sameValue(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

/** SHA-256 as `sha256:` and 64 hexadecimal digits. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** By code unit: the same order on every machine, whatever its locale. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => byText(one, other))
      .map(([key, member]) => [key, sorted(member)]),
  )
}
