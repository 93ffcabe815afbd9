// kafkajs' errors → ours, once, at the border. kafkajs wraps the reason several times over ("retries
// exceeded", "non-retriable"); what counts is the innermost protocol code or transport failure.

import { StraitError } from '../errors/strait-error.ts'
import { type Attempt, refusal } from './refusal.ts'

/** Kafka's error code inside an error of kafkajs, if there is one. */
function kafkajsCodeOf(error: unknown): number | undefined {
  const found = causes(error).find(({ name, code }) => protocolNames.has(name) && typeof code === 'number')
  return typeof found?.code === 'number' ? found.code : undefined
}

/** Always a StraitError: ST350… and ST305/306 for a refusal, ST300–ST302 and ST308 for the transport. */
export function adoptKafkajs(error: unknown, attempt: Attempt): StraitError {
  if (error instanceof StraitError) return error
  const code = kafkajsCodeOf(error)
  if (code !== undefined) return refusal(code, attempt)
  const chain = causes(error)
  const row = transport.find(({ matches }) => chain.some(matches))
  const reason = chain.at(-1)?.message ?? String(error)
  const { cluster, action, principal } = attempt
  const who = row?.code === 'ST302' && principal !== undefined ? ` as ${principal}` : ''
  return new StraitError(row?.code ?? 'ST306', `cluster "${cluster}": cannot ${action}${who}: ${reason}`, {
    cause: error,
    facts: { cluster },
  })
}

interface Failure {
  readonly name: string
  readonly message: string
  readonly code: unknown
}

const protocolNames = new Set(['KafkaJSProtocolError', 'KafkaJSCreateTopicError'])

const transport = [
  { code: 'ST302', matches: ({ name }: Failure) => name === 'KafkaJSSASLAuthenticationError' },
  { code: 'ST301', matches: ({ name }: Failure) => name === 'KafkaJSRequestTimeoutError' },
  {
    code: 'ST308',
    matches: ({ code }: Failure) => typeof code === 'string' && /CERT|SSL|TLS|EPROTO|UNABLE_TO/.test(code),
  },
  { code: 'ST300', matches: ({ name }: Failure) => /Connection|BrokerNotFound|NoBrokerAvailable/.test(name) },
  // After a refresh that timed out kafkajs has no metadata, and says so or trips over it.
  { code: 'ST300', matches: ({ name }: Failure) => /MetadataNotLoaded|TypeError/.test(name) },
] as const

/** The error and what it says caused it, outermost first. */
function causes(error: unknown): Failure[] {
  const chain: Failure[] = []
  for (let next = error; next instanceof Error && chain.length < 8; next = next.cause) {
    chain.push({ name: next.name, message: next.message, code: 'code' in next ? next.code : undefined })
  }
  return chain
}
