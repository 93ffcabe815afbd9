// The corpus: every file of cases/ with what is made of it. `node test/migrate/write-cases.ts` writes the expected
// files anew; read the difference before you believe it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { importMm2 } from '../../src/migrate/import-mm2.ts'
import { renderImportReport } from '../../src/render/import-report.ts'
import { paintFor } from '../../src/render/paint.ts'

export const caseFolder = join(import.meta.dirname, 'cases')

export const caseFiles = readdirSync(caseFolder).filter((name) => /\.(?:properties|yaml|json)$/.test(name))

export interface Outcome {
  readonly hcl: string | undefined
  /** The report, or why there is none. */
  readonly text: string
}

export function outcomeOf(name: string): Outcome {
  const { hcl, report, diagnostics } = importMm2({ name, bytes: readFileSync(join(caseFolder, name)) })
  const text =
    hcl === undefined
      ? printDiagnostics(diagnostics, { sources: new Map(), width: 100 })
      : `${renderImportReport(report, { paint: paintFor(false), width: 100 })}\n`
  return { hcl, text }
}
