// Writes the expected files of the corpus.

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { caseFiles, caseFolder, outcomeOf } from './cases.ts'

for (const name of caseFiles) {
  const { hcl, text } = outcomeOf(name)
  const base = join(caseFolder, name)
  rmSync(`${base}.hcl`, { force: true })
  if (hcl !== undefined) writeFileSync(`${base}.hcl`, hcl)
  writeFileSync(`${base}.txt`, text)
}
