// The thread that HashiCorp's parser runs in. The compile cache halves its loading time from the second run on.

import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { referenceAccepts } from './reference-grammar.ts'

export interface Question {
  readonly id: number
  readonly text: string
}

export interface Verdict {
  readonly id: number
  readonly accepted: boolean
}

/** Runs through most of the parser once, while the files are still on their way here. */
const warmUp = 'a "b" {\n  c = [d.e, "f", 1] # h\n  i {\n    j = { k = true }\n  }\n}\n'

enableCompileCache()
referenceAccepts(warmUp)
flushCompileCache()
parentPort?.on('message', ({ id, text }: Question) => {
  const verdict: Verdict = { id, accepted: referenceAccepts(text) }
  parentPort?.postMessage(verdict)
})
