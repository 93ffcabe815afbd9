// The gatekeeper: what our parser accepts, HashiCorp's must accept too, so that no file is HCL for Strait alone.
// It runs in a thread of its own beside reading and checking the topology. Since it never says what it minds, the
// place is found by showing it the file's blocks and arguments one by one.

import { Worker } from 'node:worker_threads'
import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Body } from './ast.ts'
import { parseHcl } from './parse.ts'
import { blockContext } from './parser.ts'
import type { Question, Verdict } from './reference-worker.ts'
import { sliceRange } from './slice-range.ts'

export interface ReferenceParser extends AsyncDisposable {
  /** What HashiCorp's parser refuses in a file that `parseHcl` accepts: nothing, or one diagnostic. */
  readonly check: (file: {
    readonly filename: string
    readonly text: string
  }) => Promise<readonly Diagnostic[]>
  /** Ends the thread; checks under way fail. Idempotent. */
  readonly close: () => Promise<void>
}

type Accepts = (text: string) => Promise<boolean>

/** Starts loading at once; call it before the files are read. Does not keep the process alive. */
export function startReferenceParser(): ReferenceParser {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./reference-worker.${extension}`, import.meta.url))
  const waiting = new Map<number, PromiseWithResolvers<boolean>>()
  let failed: Error | undefined
  let asked = 0
  worker.on('message', ({ id, accepted }: Verdict) => {
    waiting.get(id)?.resolve(accepted)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  })
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
    await worker.terminate()
  }
  return { check: (file) => checkWith(accepts, file), close, [Symbol.asyncDispose]: close }
}

/** `check` with the verdicts of `accepts`. */
export async function checkWith(
  accepts: Accepts,
  file: { readonly filename: string; readonly text: string },
): Promise<readonly Diagnostic[]> {
  if (await accepts(file.text)) return []
  const { body } = parseHcl(file)
  const culprit = await findCulprit({ accepts, text: file.text, outer: [] }, body)
  const { subject = body.range, context = '', isExact = false } = culprit ?? {}
  const detail = isExact
    ? `HashiCorp's parser refuses this, without saying why, and Strait reads nothing that it refuses. Write it in another way.`
    : `HashiCorp's parser refuses the file as a whole, without saying why. The last block starts at line ${body.blocks.at(-1)?.range.start.line ?? 1}.`
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'ST110',
    summary: `Not HCL to HashiCorp's parser`,
    detail,
    subject,
    ...(context === '' ? {} : { context }),
  }
  return [diagnostic]
}

interface Search {
  readonly accepts: Accepts
  readonly text: string
  readonly outer: readonly { readonly type: string; readonly labels: readonly { readonly text: string }[] }[]
}

interface Culprit {
  readonly subject: Range
  readonly context: string
  readonly isExact: boolean
}

/** The innermost argument or block header that is refused on its own. */
async function findCulprit(search: Search, body: Body): Promise<Culprit | undefined> {
  const { accepts, text, outer } = search
  const context = blockContext(outer)
  for (const attribute of body.attributes.values()) {
    const alone = `${sliceRange(text, attribute.range)}\n`
    if (!(await accepts(alone))) return { subject: attribute.range, context, isExact: true }
  }
  for (const block of body.blocks) {
    if (await accepts(`${sliceRange(text, block.range)}\n`)) continue
    const inner = await findCulprit({ ...search, outer: [...outer, block] }, block.body)
    return inner ?? { subject: block.headerRange, context, isExact: true }
  }
  return undefined
}
