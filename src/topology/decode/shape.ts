// The shape of a block: which arguments and blocks it may hold, how each is read, and what it is called in the
// model. Shapes are data, so that unknown names, missing ones and suggestions are decided in one place for all.

import type { Expression } from '../../hcl/ast.ts'
import type { Scope } from '../../hcl/scope.ts'
import type { Value } from '../../hcl/value.ts'
import type { OriginNotes } from '../origins.ts'
import type { Sources } from '../sources.ts'

/** Where a value stands: what a reader needs to say that it is wrong. */
export interface Site {
  /** The argument as written, as `cluster_id`. */
  readonly name: string
  readonly expression: Expression
  readonly scope: Scope
  readonly sources: Sources
  readonly origins: OriginNotes
  /** The argument's place in the model, as `cluster.us.clusterId`. */
  readonly path: string
}

/** The model's value; undefined when it cannot be read, which then is reported. Never gets poison or null. */
export type Reader = (value: Value, site: Site) => unknown

export interface AttributeShape {
  /** The name in the model. */
  readonly key: string
  readonly read: Reader
  readonly required?: boolean
}

export interface NestedShape {
  readonly key: string
  readonly shape: BlockShape
}

export interface BlockShape {
  readonly attributes: Readonly<Record<string, AttributeShape>>
  readonly blocks: Readonly<Record<string, NestedShape>>
  /** Known here, but read by somebody else: `for_each`, `depends_on`. */
  readonly meta?: readonly string[]
  /** Names that people look for here, and why they do not stand here. */
  readonly notHere?: Readonly<Record<string, string>>
  /** Required as argument or as block, where a name is both. */
  readonly required?: readonly string[]
}

/** Every name that may stand in the block. */
export function namesOf({ attributes, blocks, meta = [] }: BlockShape): string[] {
  return [...new Set([...meta, ...Object.keys(attributes), ...Object.keys(blocks)])]
}
