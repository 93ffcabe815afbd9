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
  module: ['name'],
  acl: ['name'],
  policy: ['name'],
  moved: [],
  import: [],
  removed: [],
} as const satisfies Record<string, readonly string[]>

export type BlockType = keyof typeof blockLabels

/** Blocks that the language will have: a topology that uses one is told so, not that it is wrong. */
export const reservedBlocks: readonly string[] = ['check']

/** What does the work of a reserved word until then. */
export const insteadOf: Readonly<Record<string, string>> = {
  check: 'A value is checked by a validation block in its variable.',
}

/** Blocks that stand inside of others only, and in which. */
export const innerBlocks: Readonly<Record<string, string>> = {
  tls: 'a cluster',
  sasl: 'a cluster',
  configs: 'a flow',
  acls: 'a flow',
  offsets: 'a flow',
  heartbeats: 'a flow',
  checkpoints: 'a flow',
  offset_syncs: 'a flow',
  limits: 'a flow',
  lifecycle: 'a flow',
  validation: 'a variable',
  deletes: '"strait"',
  brake: '"strait"',
  defaults: '"strait"',
  dynamic: 'a cluster or a flow, where it makes one of their blocks',
}

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
