// The model as JSON Schema, for editors and for other programs that read a topology. Made from the zod schemas, so
// that the two cannot disagree.

import * as z from 'zod'
import { topology } from './model.ts'

/** The text of schemas/topology.schema.json. */
export function topologyJsonSchema(): string {
  const schema = z.toJSONSchema(topology, { target: 'draft-2020-12' })
  const { $schema, ...rest } = schema
  const described = {
    $schema,
    title: 'Strait topology',
    description: 'What a directory of HCL files means: clusters and flows, every default filled in.',
    ...rest,
  }
  return `${JSON.stringify(described, null, 2)}\n`
}
