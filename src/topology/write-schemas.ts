// `npm run schemas`: writes schemas/ from the zod schemas. A test keeps the two equal.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { topologyJsonSchema } from './json-schema.ts'

writeFileSync(join(import.meta.dirname, '../../schemas/topology.schema.json'), topologyJsonSchema())
