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
  ST100: { retry: 'never', summary: 'File cannot be read as HCL text' },
  ST101: { retry: 'never', summary: 'Syntax error' },
  ST102: { retry: 'never', summary: 'Something opened is never closed' },
  ST103: { retry: 'never', summary: 'Unexpected character' },
  ST104: { retry: 'never', summary: 'Argument is repeated' },
  ST105: { retry: 'never', summary: 'Block header or one-line block is malformed' },
  ST106: { retry: 'never', summary: 'Escape sequence is unknown' },
  ST107: { retry: 'never', summary: 'Number cannot be kept exactly' },
  ST108: { retry: 'never', summary: 'Template directive is malformed' },
  ST109: { retry: 'never', summary: 'Nested too deep' },
  ST110: { retry: 'never', summary: 'Refused by the reference HCL parser' },
  ST120: { retry: 'never', summary: 'Name is unknown' },
  ST121: { retry: 'never', summary: 'Element does not exist' },
  ST122: { retry: 'never', summary: 'Value has the wrong type' },
  ST123: { retry: 'never', summary: 'Function is unknown' },
  ST124: { retry: 'never', summary: 'Function call is wrong' },
  ST125: { retry: 'never', summary: 'Object key is repeated' },
  ST126: { retry: 'never', summary: 'Secret is used as a value' },
  ST127: { retry: 'never', summary: 'Arithmetic has no result' },
  ST128: { retry: 'never', summary: 'Evaluation takes too much work or memory' },
  ST300: { retry: 'backoff', summary: 'Connection lost' },
  ST301: { retry: 'backoff', summary: 'Request timed out' },
  ST302: { retry: 'never', summary: 'Authentication failed' },
  ST303: { retry: 'never', summary: 'Malformed data on the wire' },
  ST304: { retry: 'never', summary: 'Broker lacks a needed API version' },
  ST305: { retry: 'backoff', summary: 'Broker answered with a retriable error' },
  ST306: { retry: 'never', summary: 'Broker refused the request' },
  ST307: { retry: 'never', summary: 'Batch is damaged' },
  ST308: { retry: 'never', summary: 'TLS set-up failed' },
  ST350: { retry: 'never', summary: 'Permission is missing' },
  ST351: { retry: 'never', summary: 'Topic does not exist' },
  ST352: { retry: 'never', summary: 'Group is live' },
  ST353: { retry: 'backoff', summary: 'Partition has no leader' },
  ST400: { retry: 'never', summary: 'TLS file cannot be read' },
  ST401: { retry: 'never', summary: 'TLS file holds something else' },
  ST402: { retry: 'never', summary: 'Java truststore cannot be opened' },
  ST403: { retry: 'never', summary: 'Permissions are missing' },
  ST420: { retry: 'never', summary: 'Connected to another cluster than expected' },
  ST421: { retry: 'never', summary: 'Source and target are one cluster' },
  ST422: { retry: 'never', summary: 'Flows form a loop between the real clusters' },
  ST423: { retry: 'never', summary: 'Several flows write one remote topic' },
  ST424: { retry: 'never', summary: 'Remote topic holds records that no flow wrote' },
  ST425: { retry: 'never', summary: 'Replication factor cannot be met' },
  ST426: { retry: 'never', summary: 'Remote topic name is not possible' },
  ST427: { retry: 'never', summary: 'Flow cannot change its source or naming' },
  ST428: { retry: 'never', summary: 'Internal topic is not as Strait needs it' },
  ST429: { retry: 'never', summary: 'Plan file cannot be read' },
  ST430: { retry: 'never', summary: 'Plan file has another format version' },
  ST431: { retry: 'never', summary: 'Target refuses batches that the source accepts' },
  ST432: { retry: 'never', summary: 'Target keeps records shorter than the source' },
  ST433: { retry: 'never', summary: 'Source may drop records before they are copied' },
  ST434: { retry: 'never', summary: 'Target recompresses what it is sent' },
  ST435: { retry: 'never', summary: 'Timestamps are set by a broker' },
  ST436: { retry: 'never', summary: 'Source topic is compacted' },
  ST437: { retry: 'never', summary: 'Target refuses timestamps that the source accepts' },
  ST438: { retry: 'never', summary: 'Remote topic has more partitions than its source' },
  ST439: { retry: 'never', summary: 'Filter matches nothing' },
  ST440: { retry: 'never', summary: 'ACLs cannot be copied' },
  ST441: { retry: 'never', summary: 'Protected flow is not in the configuration' },
  ST442: { retry: 'never', summary: 'Remote topic was deleted' },
  ST450: { retry: 'never', summary: 'Saved plan is stale' },
  ST451: { retry: 'never', summary: 'Another apply is at work' },
  ST452: { retry: 'never', summary: 'Lease was lost' },
  ST453: { retry: 'never', summary: 'Call is not in the plan' },
  ST454: { retry: 'never', summary: 'Plan has errors' },
  ST455: { retry: 'never', summary: 'Change is not supported' },
  ST456: { retry: 'never', summary: 'Something else stands there' },
  ST500: { retry: 'never', summary: 'Stored position cannot be read' },
  ST501: { retry: 'never', summary: 'Record of a MirrorMaker topic cannot be read' },
  ST600: { retry: 'never', summary: 'Command line is wrong' },
  ST601: { retry: 'never', summary: 'Secret is not available' },
  ST602: { retry: 'never', summary: 'File cannot be read or written' },
  ST603: { retry: 'never', summary: 'Nobody confirmed' },
  ST604: { retry: 'never', summary: 'Nothing of that name is applied' },
} as const satisfies Record<`ST${number}`, CodeRow>

export type Code = keyof typeof codes
