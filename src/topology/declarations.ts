// All files of a directory → what they declare, by kind and name. Order of files and blocks carries no meaning;
// of a name declared twice the first stands, so that references to it still resolve.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Attribute, Block, Body } from '../hcl/ast.ts'
import { type BlockType, isBlockType } from './block-types.ts'
import { type Finding, toDiagnostic } from './finding.ts'
import { duplicateName } from './rules/duplicate-name.ts'
import { joinedCharacters, nameCharacters } from './rules/name-characters.ts'
import { looseArgument, unknownBlock, wrongLabels } from './rules/unknown-block.ts'

/** Blocks without a name that say what happens to something, as often as there is something to say. */
type StatementType = 'moved' | 'import' | 'removed'

type NamedType = Exclude<BlockType, 'strait' | 'locals' | StatementType>

export interface Declarations {
  /** The `strait` block, where there is one. */
  readonly settings: Block | undefined
  readonly locals: ReadonlyMap<string, Attribute>
  readonly named: Readonly<Record<NamedType, ReadonlyMap<string, Block>>>
  readonly statements: Readonly<Record<StatementType, readonly Block[]>>
}

/** Collects what `bodies` declare; names in a module have more rules, as they become parts of longer ones. */
export function collectDeclarations(
  bodies: readonly Body[],
  report: (diagnostic: Diagnostic) => void,
  where: 'root' | 'module' = 'root',
): Declarations {
  const say = (finding: Finding): void => report(toDiagnostic(finding, {}))
  for (const body of bodies) {
    for (const { name, range } of body.attributes.values()) say(looseArgument(name, range))
  }
  const blocks = bodies.flatMap((body) => body.blocks)
  const known = blocks.flatMap((block) => {
    const { type } = block
    if (!isBlockType(type)) {
      say(unknownBlock(block))
      return []
    }
    const finding = wrongLabels(block, type)
    if (finding === undefined) return [{ type, block }]
    say(finding)
    return []
  })
  const ofType = (type: BlockType): Block[] =>
    known.filter((each) => each.type === type).map(({ block }) => block)
  const named = (type: NamedType): Map<string, Block> =>
    byName(ofType(type), { noun: nouns[type], isPart: type === 'module' || where === 'module' }, say)
  return {
    settings: onlyOne(ofType('strait'), say),
    locals: collectLocals(ofType('locals'), say),
    named: {
      variable: named('variable'),
      output: named('output'),
      cluster: named('cluster'),
      flow: named('flow'),
      topics: named('topics'),
      groups: named('groups'),
      acl: named('acl'),
      policy: named('policy'),
      module: named('module'),
    },
    statements: { moved: ofType('moved'), import: ofType('import'), removed: ofType('removed') },
  }
}

type Say = (finding: Finding) => void

interface Kind {
  readonly noun: string
  /** Whether the name becomes part of longer ones. */
  readonly isPart: boolean
}

function onlyOne([first, ...more]: readonly Block[], say: Say): Block | undefined {
  for (const { headerRange } of more) {
    say({
      code: 'ST157',
      summary: '"strait" stands here a second time',
      detail: 'One block holds the settings of all files.',
      subject: headerRange,
      ...(first === undefined ? {} : { related: [{ message: 'The other one', range: first.headerRange }] }),
    })
  }
  return first
}

function collectLocals(blocks: readonly Block[], say: Say): Map<string, Attribute> {
  const locals = new Map<string, Attribute>()
  for (const { body } of blocks) {
    for (const { type, headerRange } of body.blocks) {
      say({
        code: 'ST151',
        summary: `"locals" holds arguments only, no block "${type}"`,
        detail: `An object is written with "=": ${type} = { … }`,
        subject: headerRange,
      })
    }
    for (const attribute of body.attributes.values()) {
      const first = locals.get(attribute.name)
      if (first === undefined) locals.set(attribute.name, attribute)
      else
        say(duplicateName({ ...attribute, noun: 'Local value', range: attribute.nameRange }, first.nameRange))
    }
  }
  return locals
}

const nouns: Readonly<Record<NamedType, string>> = {
  variable: 'Variable',
  output: 'Output',
  cluster: 'Cluster',
  flow: 'Flow',
  topics: 'Topics filter',
  groups: 'Groups filter',
  acl: 'ACL',
  policy: 'Policy',
  module: 'Module',
}

function byName(blocks: readonly Block[], { noun, isPart }: Kind, say: Say): Map<string, Block> {
  const found = new Map<string, Block>()
  for (const block of blocks) {
    const name = block.labels[0]?.text ?? ''
    const range: Range = block.labels[0]?.range ?? block.headerRange
    const first = found.get(name)
    if (first !== undefined) {
      say(duplicateName({ noun, name, range: block.headerRange }, first.headerRange))
      continue
    }
    const finding =
      nameCharacters(noun.toLowerCase(), name, range) ??
      (isPart ? joinedCharacters(noun.toLowerCase(), name, range) : undefined)
    if (finding !== undefined) say(finding)
    found.set(name, block)
  }
  return found
}
