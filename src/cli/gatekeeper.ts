// The one thread that HashiCorp's parser runs in. It takes longer to load than everything else that checking a
// topology needs, so it is started as soon as a command turns out to read one, and ended once that is read.

import { type ReferenceParser, startReferenceParser } from '../hcl/reference-parser.ts'

let running: ReferenceParser | undefined

/** Started on the first call, and again on the first one after `dismissGatekeeper`. */
export function gatekeeper(): ReferenceParser {
  running ??= startReferenceParser()
  return running
}

/** Ends the thread; checks under way never settle. */
export async function dismissGatekeeper(): Promise<void> {
  const ending = running
  running = undefined
  await ending?.close()
}
