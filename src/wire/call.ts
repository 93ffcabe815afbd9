// Cold messages: requests and answers in the shapes of @platformatic/kafka's codecs, sent over our connection. The
// package is loaded with the first call, because loading takes half a second. Nothing hot goes this way.

import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'
import { apiName } from './api-names.ts'
import type { Connection, Fence } from './connection.ts'
import { protocolError } from './protocol-errors.ts'

type Codecs = typeof import('@platformatic/kafka')

interface Codec {
  readonly api: unknown
  readonly createRequest: (...args: never[]) => { readonly buffers: Buffer[] }
  readonly parseResponse: (...args: never[]) => unknown
}

/** `initProducerIdV5`, `endTxnV3` … : the message and its version. */
export type ApiName = { [Name in keyof Codecs]: Codecs[Name] extends Codec ? Name : never }[keyof Codecs]

type CodecOf<Name extends ApiName> = Extract<Codecs[Name], Codec>
export type CallArguments<Name extends ApiName> = Parameters<CodecOf<Name>['createRequest']>
export type CallAnswer<Name extends ApiName> = Awaited<ReturnType<CodecOf<Name>['parseResponse']>>

export interface CallOptions {
  readonly timeoutMs?: number
  /**
   * `return` hands out an answer that carries error codes as it is: for fan-outs, whose caller looks at each
   * item's `errorCode`. By default the first error code found is thrown.
   */
  readonly errorCodes?: 'throw' | 'return'
  readonly fence?: Fence | undefined
}

/** What createAPI's functions hand to the `send` of that package's own connection. */
interface Captured {
  readonly key: number
  readonly version: number
  readonly encode: () => { readonly buffers: Buffer[] }
  readonly parse: (correlationId: number, key: number, version: number, reader: unknown) => unknown
  readonly flexible: boolean
}

const OPERATION_NOT_ATTEMPTED = 55

let loading: Promise<Codecs> | undefined

/**
 * Asks with exactly the version in the name. Throws ST304 where the broker lacks it, ST305 or ST306 for an error
 * code in the answer (facts: protocolCode, protocolName, and memberId where the answer has one), ST303 for an
 * answer that cannot be read, and whatever ends the connection.
 */
export async function callApi<Name extends ApiName>(
  connection: Connection,
  name: Name,
  args: CallArguments<Name>,
  { timeoutMs, errorCodes = 'throw', fence }: CallOptions = {},
): Promise<CallAnswer<Name>> {
  loading ??= import('@platformatic/kafka')
  const codecs = await loading
  const call = capture(codecs[name], args)
  const { key, version, flexible } = call
  connection.version(key, { min: version, max: version })
  const api = {
    key,
    version,
    flexible,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(fence && { fence }),
  }
  const body = await connection.request(api, call.encode().buffers)
  try {
    return (await call.parse(0, key, version, codecs.Reader.from(body))) as CallAnswer<Name>
  } catch (cause) {
    if (!(cause instanceof codecs.ResponseError)) throw unreadable(key, cause)
    if (errorCodes === 'return') return cause['response'] as CallAnswer<Name>
    throw adopt(cause, `${apiName(key)} on ${connection.endpoint.host}:${connection.endpoint.port}`)
  }
}

/** The package keeps an API's numbers and header flags in a closure; calling it with a stand-in tells them. */
function capture(codec: { readonly api: unknown }, args: readonly unknown[]): Captured {
  let captured: Captured | undefined
  const standIn = {
    send(...sent: [number, number, Captured['encode'], Captured['parse'], boolean]): void {
      const [key, version, encode, parse, flexible] = sent
      captured = { key, version, encode, parse, flexible }
    },
  }
  const api = codec.api as (connection: typeof standIn, ...args: unknown[]) => void
  api(standIn, ...args, () => {})
  if (captured === undefined) throw new TypeError('the codec sent nothing')
  return captured
}

function adopt(error: Error & { readonly errors: unknown[] }, context: string): StraitError {
  const { errors, response } = error as { errors: unknown[]; response?: { memberId?: unknown } }
  const all = errors as { apiCode?: number; serverErrorMessage?: string | null }[]
  // Where one item is refused the others are "not attempted": the refused one is the reason.
  const told = all.find(({ apiCode }) => apiCode !== OPERATION_NOT_ATTEMPTED) ?? all[0]
  const adopted = protocolError(told?.apiCode ?? -1, context, {
    message: told?.serverErrorMessage,
    cause: error,
  })
  const memberId = response?.memberId
  if (typeof memberId !== 'string' || memberId === '') return adopted
  // MEMBER_ID_REQUIRED answers with the id to join with.
  return new StraitError(adopted.code, adopted.message, {
    cause: error,
    facts: { ...adopted.facts, memberId },
  })
}

function unreadable(key: number, cause: unknown): StraitError {
  const why = errorText(cause)
  return new StraitError('ST303', `the answer to ${apiName(key)} cannot be read: ${why}`, { cause })
}
