// The topology while it may still have mistakes: what could be read of each cluster and flow. Rules look at
// drafts, so that one broken argument hides no other mistake; an absent field means "already reported".

import type { Range } from '../errors/diagnostic.ts'
import type { Surroundings } from './finding.ts'
import type { AclSpec, ClusterSpec, FlowSpec } from './model.ts'
import type { Origins } from './origins.ts'

export type Partly<T> = { readonly [Key in keyof T]?: T[Key] | undefined }

export interface Declared<Spec> {
  /** The name in the model; of a repeated block with its key. */
  readonly name: string
  /** The place in the model and in `origins`, as `flow.us-to-eu`. */
  readonly path: string
  readonly header: Range
  readonly surroundings: Surroundings
  readonly spec: Partly<Spec>
}

export interface Draft {
  readonly clusters: ReadonlyMap<string, Declared<ClusterSpec>>
  readonly flows: ReadonlyMap<string, Declared<FlowSpec>>
  readonly acls: ReadonlyMap<string, Declared<AclSpec>>
  readonly origins: Origins
}
