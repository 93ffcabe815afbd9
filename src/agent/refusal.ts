// What a produce error code means for the copy that got it. The table is protocol-facts: which codes name the
// batch, which name the owner, and which leave it open what the log holds.

/**
 * `poison`: this batch will never be accepted. `damaged`: the bytes broke on the way; fetched anew they may be
 * whole. `fenced`: a newer owner exists. `later`: nothing was written, and may be when somebody has mended the topic.
 * `doubt`: the log has to be asked, after routes were read again.
 */
export type Verdict = 'poison' | 'damaged' | 'fenced' | 'later' | 'doubt'

export const notEnoughReplicas = 19

const verdicts: Readonly<Record<number, Verdict>> = {
  // UNKNOWN_SERVER_ERROR: what a broker answers for a body that does not decompress.
  [-1]: 'poison',
  2: 'damaged',
  10: 'poison',
  18: 'poison',
  [notEnoughReplicas]: 'later',
  // TOPIC_AUTHORIZATION_FAILED
  29: 'later',
  32: 'poison',
  44: 'poison',
  47: 'fenced',
  87: 'poison',
  90: 'fenced',
}

export function refusalVerdict(code: number): Verdict {
  return verdicts[code] ?? 'doubt'
}

/** For messages: why a broker refuses such a batch for good. */
export function poisonReason(code: number): string {
  switch (code) {
    case 10:
    case 18:
      return 'it is larger than the target topic allows (max.message.bytes, segment.bytes)'
    case 32:
      return "a record's timestamp lies outside the target topic's window (message.timestamp.before/after.max.ms)"
    case 87:
      return 'the target topic does not take such records (a compacted topic wants keys)'
    case 2:
    case -1:
      return 'its bytes are damaged'
    default:
      return `the target refuses it (code ${code})`
  }
}
