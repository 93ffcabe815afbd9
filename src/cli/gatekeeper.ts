// Shows HCL files to HashiCorp's parser, which is slow to load: a file that it accepted before is not shown again.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { type ReferenceParser, startReferenceParser } from '../hcl/reference-parser.ts'
import type { SourceFile } from '../topology/sources.ts'
import { type AcceptedFiles, openAcceptedFiles } from './accepted-files.ts'

export interface Gatekeeper extends AsyncDisposable {
  /** What HashiCorp's parser refuses: of each file that `parseHcl` accepts, nothing or one diagnostic. */
  readonly refusals: (files: readonly SourceFile[]) => Promise<readonly Diagnostic[]>
}

/** Lets every file pass, for whoever only wants to know what is in it. */
export function openDoor(): Gatekeeper {
  return { refusals: async () => [], async [Symbol.asyncDispose]() {} }
}

/** Its thread starts with the first file that is not known, and is the only one. */
export function openGatekeeper(accepted: AcceptedFiles = openAcceptedFiles()): Gatekeeper {
  let parser: ReferenceParser | undefined
  const show = async (files: readonly SourceFile[]): Promise<readonly Diagnostic[]> => {
    const unknown = files.filter(({ text }) => !accepted.has(text))
    if (unknown.length === 0) return []
    parser ??= startReferenceParser()
    const { check } = parser
    const checked = await Promise.all(
      unknown.map(async (file) => ({ text: file.text, refused: await check(file) })),
    )
    accepted.add(checked.filter(({ refused }) => refused.length === 0).map(({ text }) => text))
    return checked.flatMap(({ refused }) => refused)
  }
  return {
    refusals(files) {
      const verdicts = show(files)
      // Whoever asked may fail before it hears, and then says why itself.
      verdicts.catch(() => {})
      return verdicts
    },
    async [Symbol.asyncDispose]() {
      await parser?.close()
    },
  }
}
