// Data → HCL text in the one layout of `strait fmt`. What is written reads back as the same values: texts are
// escaped, and a comment cannot end early and become code.

import { formatHcl } from './format.ts'

/** An expression taken as it is, as `cluster.us` or `env("US_PASSWORD")`. Make it with the functions below. */
export interface Code {
  readonly code: string
}

export type Written = string | number | boolean | Code | readonly Written[]

/** One thing of a body. Comments may have several lines. */
export type Item =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'argument'; readonly name: string; readonly value: Written; readonly comment?: string }
  | {
      readonly kind: 'block'
      readonly type: string
      readonly labels: readonly string[]
      readonly body: Items
    }

export type Items = readonly Item[]

/** Canonical HCL: `strait fmt` changes nothing in it. Ends with a newline unless empty. */
export function writeHcl(items: Items): string {
  return formatHcl({ filename: 'written.hcl', text: writeItems(items, '') }).text
}

/** `cluster.us`. Names are those that the topology allows, so they need no brackets. */
export function reference(to: string, name: string): Code {
  return { code: `${to}.${name}` }
}

/** `env("US_PASSWORD")`. */
export function call(name: string, ...args: readonly string[]): Code {
  return { code: `${name}(${args.map(quote).join(', ')})` }
}

/** A quoted text, every character of it literal. */
export function quote(text: string): string {
  const escaped = text.replaceAll(/["\\\p{Cc}\p{Zl}\p{Zp}]|[$%](?=\{)/gu, (found, at: number) => {
    if (found === '$' || found === '%') return text[at - 1] === found ? unicode(found) : found + found
    return escapes[found] ?? unicode(found)
  })
  return `"${escaped}"`
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function writeItems(items: Items, indentation: string): string {
  return items
    .map((item, index) => (isApart(item, items[index - 1]) ? '\n' : '') + writeItem(item, indentation))
    .join('')
}

/** Blocks stand apart from what is before them, and so do comments that follow a block. */
function isApart(item: Item, before: Item | undefined): boolean {
  if (before === undefined) return false
  if (before.kind === 'block') return true
  return before.kind === 'argument' && item.kind !== 'argument'
}

function writeItem(item: Item, indentation: string): string {
  if (item.kind === 'comment') {
    return item.text
      .split('\n')
      .map((line) => `${indentation}${comment(line)}\n`)
      .join('')
  }
  if (item.kind === 'argument') {
    const note = item.comment === undefined ? '' : ` ${comment(item.comment)}`
    return `${indentation}${item.name} = ${expression(item.value, indentation)}${note}\n`
  }
  const header = [item.type, ...item.labels.map(quote)].join(' ')
  if (item.body.length === 0) return `${indentation}${header} {}\n`
  return `${indentation}${header} {\n${writeItems(item.body, `${indentation}  `)}${indentation}}\n`
}

/** Texts in comments come from elsewhere too: what is no plain character is shown as `?`. */
function comment(line: string): string {
  return `# ${line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?')}`.trimEnd()
}

const lineLength = 100

function expression(value: Written, indentation: string): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if ('code' in value) return value.code
  const inner = `${indentation}  `
  const elements = value.map((element) => expression(element, inner))
  const short = `[${elements.join(', ')}]`
  if (elements.length <= 1 || short.length <= lineLength - indentation.length) return short
  return `[\n${elements.map((element) => `${inner}${element},\n`).join('')}${indentation}]`
}
