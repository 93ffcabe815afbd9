// HashiCorp's own parser, compiled to JavaScript, and the thread that it runs in. It says yes or no, never why. Loading
// it takes a few hundred milliseconds, so it is loaded on first use. This file is JavaScript and imports no other,
// because a thread that strips types from one file first loads what strips them, for half as long again. The parser's
// code is not put into the compile cache: writing that costs the first run more time than it saves the later ones,
// which show only files that have changed.

import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

/** @typedef {{ readonly id: number, readonly text: string }} Question */
/** @typedef {{ readonly id: number, readonly accepted: boolean }} Verdict */

/**
 * The second element is null exactly when the text was accepted.
 * @typedef {{ readonly parseToString: (text: string) => readonly [string, unknown] }} ReferencePackage
 */

/** @type {ReferencePackage | undefined} */
let loaded

/**
 * Whether HashiCorp's parser accepts the text. Text that makes it crash counts as accepted: it gave no verdict.
 * @param {string} text
 * @returns {boolean}
 */
export function referenceAccepts(text) {
  loaded ??= /** @type {ReferencePackage} */ (createRequire(import.meta.url)('hcl2-parser'))
  try {
    return loaded.parseToString(text)[1] === null
  } catch {
    // Known: it panics on a bare `null` as the key of an object, which its grammar allows.
    return true
  }
}

parentPort?.on('message', (/** @type {Question} */ { id, text }) => {
  /** @type {Verdict} */
  const verdict = { id, accepted: referenceAccepts(text) }
  parentPort?.postMessage(verdict)
})
