// `npm run schemas`: writes schemas/.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { schemaFiles } from './schemas.ts'

for (const [name, text] of Object.entries(schemaFiles())) {
  writeFileSync(join(import.meta.dirname, '../../schemas', name), text)
}
