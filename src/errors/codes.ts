// Every code that Strait shows anyone, one row each. Codes are public: tests and users match on them, so a
// number is never given a second meaning. `retry` is the only place where retrying is decided.
//
// Ranges: 100 language · 150 topology · 300 wire · 350 kafka · 400 live and plan · 450 apply · 500 agent ·
// 550 operate · 600 command line · 650 the action.

/** `never`: a person has to act. `backoff`: the same call may succeed later. */
export type Retry = 'never' | 'backoff'

export interface CodeRow {
  readonly retry: Retry
  readonly summary: string
}

export const codes = {
  ST300: { retry: 'backoff', summary: 'Connection lost' },
  ST301: { retry: 'backoff', summary: 'Request timed out' },
  ST302: { retry: 'never', summary: 'Authentication failed' },
  ST303: { retry: 'never', summary: 'Malformed data on the wire' },
  ST304: { retry: 'never', summary: 'Broker lacks a needed API version' },
  ST305: { retry: 'backoff', summary: 'Broker answered with a retriable error' },
  ST306: { retry: 'never', summary: 'Broker refused the request' },
  ST307: { retry: 'never', summary: 'Batch is damaged' },
  ST308: { retry: 'never', summary: 'TLS set-up failed' },
  ST450: { retry: 'never', summary: 'Saved plan is stale' },
  ST451: { retry: 'never', summary: 'Another apply is at work' },
  ST452: { retry: 'never', summary: 'Lease was lost' },
  ST453: { retry: 'never', summary: 'Call is not in the plan' },
  ST454: { retry: 'never', summary: 'Change could not be made' },
  ST500: { retry: 'never', summary: 'Stored position cannot be read' },
  ST501: { retry: 'never', summary: 'Record of a MirrorMaker topic cannot be read' },
  ST600: { retry: 'never', summary: 'Command line is wrong' },
  ST601: { retry: 'never', summary: 'Secret is not available' },
  ST602: { retry: 'never', summary: 'File cannot be read or written' },
  ST603: { retry: 'never', summary: 'Nobody confirmed' },
  ST604: { retry: 'never', summary: 'Nothing of that name is applied' },
} as const satisfies Record<`ST${number}`, CodeRow>

export type Code = keyof typeof codes
