// The blocks that may stand at the top of a file: how many names each takes, and what is reserved for later. A
// word of Terraform's that has no meaning here is answered with the word that has.

/** Blocks that are read today, with the names that stand behind their type. */
export const blockLabels = {
  strait: [],
  variable: ['name'],
  locals: [],
  output: ['name'],
  cluster: ['name'],
  flow: ['name'],
  topics: ['name'],
  groups: ['name'],
  moved: [],
  import: [],
  removed: [],
} as const satisfies Record<string, readonly string[]>

export type BlockType = keyof typeof blockLabels

/** Blocks that the language will have: a topology that uses one is told so, not that it is wrong. */
export const reservedBlocks: readonly string[] = ['module', 'policy', 'acl', 'check', 'dynamic']

/** What people bring from elsewhere → what it is called here. */
export const foreignBlocks: Readonly<Record<string, string>> = {
  terraform: 'strait',
  topology: 'strait',
  variables: 'variable',
  local: 'locals',
  var: 'variable',
  kafka: 'cluster',
  topic: 'topics',
  group: 'groups',
  mirror: 'flow',
  replication: 'flow',
  link: 'flow',
}

export function isBlockType(type: string): type is BlockType {
  return Object.hasOwn(blockLabels, type)
}
