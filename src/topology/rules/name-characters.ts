// Rule: names of clusters and flows are made of characters that are safe wherever they end up: cluster names in
// topic names, flow names in transactional ids and record keys, both in references.

import type { Range } from '../../errors/diagnostic.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

const lengthMax = 100

/** A topic may have 249 characters, and the source's name stands before its own. */
const joinedLengthMax = 150

/** The finding for a declared name; `noun` is `cluster`, `flow` … */
export function nameCharacters(noun: string, name: string, range: Range): Finding | undefined {
  if (/^(?!__)[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name.length <= lengthMax) return undefined
  const suggestion = suggestName(name)
  return {
    code: 'ST172',
    summary: `${quoted(name)} cannot be the name of ${withArticle(noun)}`,
    detail: `${reason(noun)} Letters, digits, "_" and "-" are allowed, a letter or one "_" comes first, at most ${lengthMax} characters.`,
    subject: range,
    ...(suggestion === undefined ? {} : { suggestion: `"${suggestion}"` }),
  }
}

/** The finding for a name that is put together with others: what joins them must not occur in it. */
export function joinedCharacters(noun: string, name: string, range: Range): Finding | undefined {
  if (!/^-|--|-$/.test(name)) return undefined
  const suggestion = name.replaceAll(/-+/g, '-').replaceAll(/^-|-$/g, '')
  return {
    code: 'ST172',
    summary: `${quoted(name)} cannot be the name of ${withArticle(noun)}`,
    detail:
      'It becomes part of a longer name whose parts are joined by "--", so it holds no "--" and no "-" at an end.',
    subject: range,
    ...(suggestion === '' ? {} : { suggestion: `"${suggestion}"` }),
  }
}

/** The finding for a plain name that grew too long on its way out of modules. */
export function joinedLength(noun: string, name: string, range: Range): Finding | undefined {
  if (name.length <= joinedLengthMax) return undefined
  return {
    code: 'ST172',
    summary: `The name of this ${noun} is too long once its modules are in front of it`,
    detail: `${quoted(name)} has ${name.length} characters, and at most ${joinedLengthMax} fit where it goes.`,
    subject: range,
  }
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function reason(noun: string): string {
  if (noun === 'module') return 'A module’s name becomes part of the names of what it makes.'
  if (noun === 'topology') return 'A topology’s name tells what is its own on a cluster that it shares.'
  if (noun === 'cluster') return 'A cluster’s name becomes part of topic names.'
  return noun === 'flow'
    ? 'A flow’s name becomes part of transactional ids and record keys.'
    : 'References need it.'
}

/** The finding for a key of `for_each`, which becomes part of a name. */
export function keyCharacters(
  { noun, isPart }: { readonly noun: string; readonly isPart: boolean },
  key: string,
  range: Range,
): Finding | undefined {
  const isJoined = isPart && /^-|--|-$/.test(key)
  if (/^[A-Za-z0-9_-]{1,50}$/.test(key) && !isJoined) return undefined
  return {
    code: 'ST172',
    summary: `The key ${quoted(key)} cannot be part of the name of ${withArticle(noun)}`,
    detail: isJoined
      ? 'Parts of names are joined by "--" in modules, so a key holds no "--" there and no "-" at an end.'
      : `${reason(noun)} A key of for_each holds letters, digits, "_" and "-", at most 50 of them.`,
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
