// Writes the expected output of every case anew: `node test/hcl/write-cases.ts`, then read the difference.

import { writeFileSync } from 'node:fs'
import { casesOf, evaluated, jsonPath, printed, printedJson } from './cases.ts'

for (const each of casesOf('valid')) writeFileSync(each.expectedPath, evaluated(each))
for (const each of casesOf('broken')) {
  writeFileSync(each.expectedPath, printed(each))
  writeFileSync(jsonPath(each), printedJson(each))
}
