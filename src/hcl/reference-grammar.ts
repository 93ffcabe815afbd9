// HashiCorp's own parser, compiled to JavaScript: it says yes or no, never why. Loading it takes a few hundred
// milliseconds, so it is loaded on first use, away from the main thread where that matters.

import { createRequire } from 'node:module'

interface ReferencePackage {
  /** The second element is null exactly when the text was accepted. */
  readonly parseToString: (text: string) => readonly [string, unknown]
}

let loaded: ReferencePackage | undefined

/** Whether HashiCorp's parser accepts the text. Text that makes it crash counts as accepted: it gave no verdict. */
export function referenceAccepts(text: string): boolean {
  loaded ??= createRequire(import.meta.url)('hcl2-parser') as ReferencePackage
  try {
    return loaded.parseToString(text)[1] === null
  } catch {
    // Known: it panics on a bare `null` as the key of an object, which its grammar allows.
    return true
  }
}
