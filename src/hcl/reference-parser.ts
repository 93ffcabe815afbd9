// The gatekeeper: what our parser accepts, HashiCorp's must accept too, so that no file is HCL for Strait alone.
// It runs in a thread of its own beside reading and checking the topology, so this file imports little.

import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Accepts } from './reference-refusal.ts'
import type { Question, Verdict } from './reference-worker.js'

export interface ReferenceParser extends AsyncDisposable {
  /** What HashiCorp's parser refuses in a file that `parseHcl` accepts: nothing, or one diagnostic. */
  readonly check: (file: {
    readonly filename: string
    readonly text: string
  }) => Promise<readonly Diagnostic[]>
  /** Ends the thread; checks under way fail. Idempotent. */
  readonly close: () => Promise<void>
}

/** The worker beside this file; in the action's bundle, whose one file is everything, the bundle itself. */
function workerFile(self: string): URL {
  return self.endsWith('.mjs') ? new URL(self) : new URL('./reference-worker.js', self)
}

/** Starts loading at once; call it before the files are read. Does not keep the process alive. */
export function startReferenceParser(): ReferenceParser {
  // For threads from here on, in MiB: making the parser fills V8's usual 1 MiB again and again, and moving out of it
  // what lives, and taking that down in the end, took a fifth of the thread's time.
  setFlagsFromString('--min-semi-space-size=16')
  const worker = new Worker(workerFile(import.meta.url))
  const waiting = new Map<number, PromiseWithResolvers<boolean>>()
  let failed: Error | undefined
  let asked = 0
  const hear = ({ id, accepted }: Verdict): void => {
    waiting.get(id)?.resolve(accepted)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  }
  worker.on('message', hear)
  const fail = (error: Error): void => {
    failed ??= error
    for (const { reject } of waiting.values()) reject(failed)
    waiting.clear()
  }
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => fail(new Error('the thread of the reference parser is closed')))
  worker.unref()
  const accepts: Accepts = (text) => {
    if (failed !== undefined) return Promise.reject(failed)
    const question: Question = { id: asked++, text }
    const verdict = Promise.withResolvers<boolean>()
    waiting.set(question.id, verdict)
    worker.ref()
    worker.postMessage(question)
    return verdict.promise
  }
  const close = async (): Promise<void> => {
    // A verdict that comes now would let the process end before the thread has.
    worker.off('message', hear)
    await worker.terminate()
  }
  const check: ReferenceParser['check'] = async (file) => {
    if (await accepts(file.text)) return []
    const { placeRefusal } = await import('./reference-refusal.ts')
    return [await placeRefusal(accepts, file)]
  }
  return { check, close, [Symbol.asyncDispose]: close }
}
