// The thread that HashiCorp's parser runs in. Its code is not put into the compile cache: writing that costs the first
// run more time than it saves the later ones, which show only files that have changed.

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

parentPort?.on('message', ({ id, text }: Question) => {
  const verdict: Verdict = { id, accepted: referenceAccepts(text) }
  parentPort?.postMessage(verdict)
})
