// Rule: names of clusters and flows are made of characters that are safe wherever they end up: cluster names in
// topic names, flow names in transactional ids and record keys, both in references.

import type { Range } from '../../errors/diagnostic.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

const lengthMax = 100

/** The finding for a declared name; `noun` is `cluster`, `flow` … */
export function nameCharacters(noun: string, name: string, range: Range): Finding | undefined {
  if (/^(?!__)[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name.length <= lengthMax) return undefined
  const suggestion = suggestName(name)
  return {
    code: 'ST172',
    summary: `${quoted(name)} cannot be the name of a ${noun}`,
    detail: `${reason(noun)} Letters, digits, "_" and "-" are allowed, a letter or one "_" comes first, at most ${lengthMax} characters.`,
    subject: range,
    ...(suggestion === undefined ? {} : { suggestion: `"${suggestion}"` }),
  }
}

function reason(noun: string): string {
  if (noun === 'cluster') return 'A cluster’s name becomes part of topic names.'
  return noun === 'flow'
    ? 'A flow’s name becomes part of transactional ids and record keys.'
    : 'References need it.'
}

/** The finding for a key of `for_each`, which becomes part of a name. */
export function keyCharacters(noun: string, key: string, range: Range): Finding | undefined {
  if (/^[A-Za-z0-9_-]{1,50}$/.test(key)) return undefined
  return {
    code: 'ST172',
    summary: `The key ${quoted(key)} cannot be part of the name of a ${noun}`,
    detail: `${reason(noun)} A key of for_each holds letters, digits, "_" and "-", at most 50 of them.`,
    subject: range,
  }
}

function suggestName(name: string): string | undefined {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .replace(/^__+/, '_')
  return plain === '' || plain.length > lengthMax ? undefined : plain
}
