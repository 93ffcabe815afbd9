// Where HashiCorp's parser minds a file. It never says, so the place is found by showing it the file's blocks and
// arguments one by one.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Body } from './ast.ts'
import { parseHcl } from './parse.ts'
import { blockContext } from './parser.ts'
import { sliceRange } from './slice-range.ts'

/** A verdict on one text. */
export type Accepts = (text: string) => Promise<boolean>

/** The diagnostic for a file that `accepts` has refused as a whole. */
export async function placeRefusal(
  accepts: Accepts,
  file: { readonly filename: string; readonly text: string },
): Promise<Diagnostic> {
  const { body } = parseHcl(file)
  const culprit = await findCulprit({ accepts, text: file.text, outer: [] }, body)
  const { subject = body.range, context = '', isExact = false } = culprit ?? {}
  const detail = isExact
    ? `HashiCorp's parser refuses this, without saying why, and Strait reads nothing that it refuses. Write it in another way.`
    : `HashiCorp's parser refuses the file as a whole, without saying why. The last block starts at line ${body.blocks.at(-1)?.range.start.line ?? 1}.`
  return {
    severity: 'error',
    code: 'ST110',
    summary: "Not HCL to HashiCorp's parser",
    detail,
    subject,
    ...(context === '' ? {} : { context }),
  }
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
