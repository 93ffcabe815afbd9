// Shows HCL files to HashiCorp's parser, which is slow to load: a file that it accepted before is not shown again.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { startReferenceParser } from '../hcl/reference-parser.ts'
import type { SourceFile } from '../topology/sources.ts'
import { type AcceptedFiles, openAcceptedFiles } from './accepted-files.ts'

/** What HashiCorp's parser refuses: of each file that `parseHcl` accepts, nothing or one diagnostic. */
export async function refusals(
  files: readonly SourceFile[],
  accepted: AcceptedFiles = openAcceptedFiles(),
): Promise<readonly Diagnostic[]> {
  const unknown = files.filter(({ text }) => !accepted.has(text))
  if (unknown.length === 0) return []
  await using parser = startReferenceParser()
  const checked = await Promise.all(
    unknown.map(async (file) => ({ text: file.text, refused: await parser.check(file) })),
  )
  accepted.add(checked.filter(({ refused }) => refused.length === 0).map(({ text }) => text))
  return checked.flatMap(({ refused }) => refused)
}
