// What a block holds too much and what it lacks, told once: a misspelt name is not also a missing one.

import type { Range } from '../../errors/diagnostic.ts'
import type { Body } from '../../hcl/ast.ts'
import type { BlockShape } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'
import { missingNames } from './missing-attribute.ts'
import { unknownNames } from './unknown-attribute.ts'

export interface Described {
  /** As `an output`. */
  readonly noun: string
  /** As `output "brokers"`. */
  readonly title: string
  readonly header: Range
}

/** Findings for unknown names in `body`, and for those of `shape` that it lacks. */
export function bodyFindings(body: Body, shape: BlockShape, { noun, ...place }: Described): Finding[] {
  const unknown = unknownNames(body, shape, noun)
  const meant = unknown.map(({ suggestion }) => suggestion)
  const missing = missingNames(body, shape, place).filter(({ name }) => !meant.includes(name))
  return [...unknown, ...missing.map(({ finding }) => finding)]
}
