// What a flow does about what a broker said of one partition: one closed list of reactions, decided here without
// doing anything, so that every case is a row in a test.

import { StraitError } from '../errors/strait-error.ts'
import { refusal } from '../kafka/refusal.ts'
import { protocolError } from '../wire/protocol-errors.ts'
import type { CopyRoute } from './partition-copy.ts'
import { reading, refused, type Side, tooFewReplicas, writing } from './patience.ts'
import type { PreparedBatch } from './prepared-batch.ts'
import { notEnoughReplicas, poisonReason, refusalVerdict } from './refusal.ts'
import type { FetchFault } from './source-fetcher.ts'

/**
 * `halt`: until a person acts. `fence`: the shard is somebody else's. `reprove`: same session, ask the logs where
 * this copy stands. `distrust`: new session, prove the whole shard. `hold`: ask the source again later. `wait`: the
 * target took nothing and may later.
 */
export type Reaction =
  | { readonly do: 'halt'; readonly error: StraitError }
  | { readonly do: 'fence' }
  | { readonly do: 'reprove' }
  | { readonly do: 'distrust'; readonly why: string }
  | { readonly do: 'hold'; readonly forMs: number; readonly error?: StraitError }
  | { readonly do: 'wait'; readonly error: StraitError }

const shortlyMs = 250
const patientlyMs = 5_000

export interface Refusal {
  readonly batch: PreparedBatch
  readonly code: number
  readonly message: string
  /** The same batch was damaged before and fetched anew since. */
  readonly again: boolean
}

/** For a batch that the target's broker refused. */
export function reactToRefusal(
  route: CopyRoute,
  { batch, code, message, again }: Refusal,
  target: Side,
): Reaction {
  const verdict = refusalVerdict(code)
  if (verdict === 'fenced') return { do: 'fence' }
  if (verdict === 'later') return { do: 'wait', error: laterError(route, code, target) }
  if (verdict === 'doubt') return { do: 'distrust', why: `the target answered code ${code} ${message}` }
  if (batch.merged || (verdict === 'damaged' && !again)) return { do: 'reprove' }
  const start = batch.runs[0]?.[0] ?? batch.sourceEnd
  const said = message === '' ? '' : `; the target says: ${message}`
  const error = new StraitError(
    'ST518',
    `the batch of ${route.topic}-${route.partition} at source offsets ${start}–${batch.sourceEnd - 1} cannot be ` +
      `written to ${route.remoteTopic}: ${poisonReason(code)}${said}`,
    { facts: { start, end: batch.sourceEnd } },
  )
  return { do: 'halt', error }
}

/** The topic is what keeps it out, not the batch. */
function laterError({ remoteTopic }: CopyRoute, code: number, target: Side): StraitError {
  if (code === notEnoughReplicas) return tooFewReplicas(target, remoteTopic)
  return refusal(code, { ...target, ...writing(remoteTopic) })
}

/** For what the source's broker said instead of records; `fetchNext` is what was asked. */
export function reactToFault(
  route: CopyRoute,
  fetchNext: number,
  { fault, source }: { fault: FetchFault; source: Side },
): Reaction {
  const place = `${route.topic}-${route.partition}`
  switch (fault.kind) {
    case 'moved':
    case 'unknown_topic':
      return { do: 'hold', forMs: shortlyMs }
    case 'out_of_range':
      return { do: 'reprove' }
    case 'diverged': {
      const message =
        `the source's log of ${place} was truncated at offset ${fault.endOffset}: the target holds records that ` +
        'the source lost (an unclean election)'
      const facts = { start: fault.endOffset, end: fetchNext }
      return { do: 'halt', error: new StraitError('ST516', message, { facts }) }
    }
    case 'uncopyable': {
      const { start, end, error: cause } = fault
      const message = `the batch of ${place} at source offsets ${start}–${end - 1} cannot be copied: ${cause.message}`
      return { do: 'halt', error: new StraitError('ST518', message, { cause, facts: { start, end } }) }
    }
    case 'refused': {
      const said = protocolError(fault.code, `the source refuses to serve ${place}`)
      const error = refused(said, source, reading(route.topic))
      return { do: 'hold', forMs: patientlyMs, error }
    }
  }
}
