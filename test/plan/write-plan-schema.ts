// Writes schemas/plan.schema.json from the plan's schemas: `node test/plan/write-plan-schema.ts`. A test holds the
// two together.

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { planJsonSchema } from '../../src/plan/plan-file.ts'

export const planSchemaFile: string = fileURLToPath(
  new URL('../../schemas/plan.schema.json', import.meta.url),
)

if (import.meta.main) writeFileSync(planSchemaFile, `${JSON.stringify(planJsonSchema(), null, 2)}\n`)
