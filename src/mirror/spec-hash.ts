// By what an agent says which spec it runs, and by what others see whether that is the applied one.

import { createHash } from 'node:crypto'
import { type FlowSpec, flowSpec } from '../topology/model.ts'

/** The same for equal specs, whatever the order of their keys: parsing puts them in the schema's. */
export function specHash(spec: FlowSpec): string {
  return createHash('sha256')
    .update(JSON.stringify(flowSpec.parse(spec)))
    .digest('hex')
}
