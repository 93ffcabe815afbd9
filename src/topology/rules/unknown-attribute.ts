// Rule: a block holds only the arguments and blocks of its shape. A name close to a known one, one that belongs a
// level deeper, and a block written as an argument (or the other way round) are recognised.

import type { Body } from '../../hcl/ast.ts'
import { didYouMean } from '../../std/did-you-mean.ts'
import { type BlockShape, namesOf } from '../decode/shape.ts'
import { quoted } from '../describe-value.ts'
import { type Finding, listed } from '../finding.ts'

/** A finding for each name in `body` that `shape` does not have. `noun` is the block, as `a flow`. */
export function unknownNames(body: Body, shape: BlockShape, noun: string): Finding[] {
  const attributes = [...body.attributes.values()]
    .filter(({ name }) => !Object.hasOwn(shape.attributes, name) && !shape.meta?.includes(name))
    .map(({ name, nameRange }) => ({
      ...explain({ name, form: 'argument', shape, noun }),
      subject: nameRange,
    }))
  const blocks = body.blocks
    .filter(({ type }) => !Object.hasOwn(shape.blocks, type))
    .map(({ type, headerRange }) => ({
      ...explain({ name: type, form: 'block', shape, noun }),
      subject: headerRange,
    }))
  return [...attributes, ...blocks]
}

/** What people bring from elsewhere → what it is called here, where the block has it. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  ['ssl', 'tls'],
  ['security', 'tls'],
  ['brokers', 'bootstrap'],
  ['servers', 'bootstrap'],
  ['bootstrap_servers', 'bootstrap'],
  ['user', 'username'],
  ['from', 'source'],
  ['to', 'target'],
  ['count', 'for_each'],
  ['throttle', 'limits'],
  ['prevent_destroy', 'protect'],
  ['id', 'topic'],
])

/** What people bring from elsewhere, and why it is not needed. */
const withoutMeaning: Readonly<Record<string, string>> = {
  depends_on:
    'It stands in a flow, an acl or a module: apply makes things for those only, so only they can wait for each other.',
  version: 'A module is a directory of the same commit, so it has no version of its own.',
  providers: 'There are none. A module is given clusters and filters by its variables.',
  provider: 'There are none. A flow is between the clusters that it names.',
}

interface Unknown {
  readonly name: string
  readonly form: 'argument' | 'block'
  readonly shape: BlockShape
  readonly noun: string
}

function explain({ name, form, shape, noun }: Unknown): Omit<Finding, 'subject'> {
  const code = 'ST151'
  const notHere =
    shape.notHere !== undefined && Object.hasOwn(shape.notHere, name) ? shape.notHere[name] : undefined
  if (notHere !== undefined) return { code, summary: `"${name}" does not stand in ${noun}`, detail: notHere }
  if (form === 'argument' && Object.hasOwn(shape.blocks, name)) {
    return {
      code,
      summary: `"${name}" is a block, not an argument`,
      detail: `Write it without "=": ${name} { … }`,
    }
  }
  if (form === 'block' && (Object.hasOwn(shape.attributes, name) || shape.meta?.includes(name))) {
    return {
      code,
      summary: `"${name}" is an argument, not a block`,
      detail: `Write it with "=": ${name} = …`,
    }
  }
  const meaningless = Object.hasOwn(withoutMeaning, name) ? withoutMeaning[name] : undefined
  if (meaningless !== undefined)
    return { code, summary: `"${name}" has no meaning here`, detail: meaningless }
  const homes = Object.entries(shape.blocks).filter(([, nested]) =>
    Object.hasOwn(nested.shape.attributes, name),
  )
  const summary = `Unknown ${form} ${quoted(name)} in ${noun}`
  if (homes.length > 0) {
    return {
      code,
      summary,
      detail: `It belongs in a block: ${homesOf(
        homes.map(([home]) => home),
        name,
      )}.`,
    }
  }
  const known = namesOf(shape)
  const near = known.find((each) => each === foreignNames.get(name)) ?? didYouMean(name, known)
  return {
    code,
    summary,
    detail: `It may hold: ${listed(namesOf(shape).toSorted())}.`,
    ...(near === undefined ? {} : { suggestion: near }),
  }
}

function homesOf(homes: readonly string[], name: string): string {
  return listed(
    homes.map((home) => `${home} { ${name} = … }`),
    'or',
  )
}
