// One SASL login over an open connection: handshake, then the mechanism's messages. The same steps log in first
// and log in again before a session ends. Passwords go into the messages and nowhere else.

import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'
import type { Endpoint, Sasl } from './endpoint.ts'
import {
  decodeSaslAuthenticate,
  decodeSaslHandshake,
  encodeSaslAuthenticate,
  encodeSaslHandshake,
  saslAuthenticateApi,
  saslHandshakeApi,
} from './messages/sasl.ts'
import { protocolErrors } from './protocol-errors.ts'
import { ScramLogin } from './scram.ts'

/** Sends one request past whatever holds back the others, and resolves with the answer's body. */
export type Ask = (
  api: { readonly key: number; readonly version: number; readonly flexible: boolean },
  body: readonly Buffer[],
) => Promise<Buffer>

/** Resolves with the session's lifetime in ms, 0 for no end. Throws ST302 with the broker's reason. */
export async function authenticate(endpoint: Endpoint, sasl: Sasl, ask: Ask): Promise<number> {
  const refused = (why: string): StraitError =>
    new StraitError(
      'ST302',
      `broker ${endpoint.host}:${endpoint.port} refused user "${sasl.username}" (${sasl.mechanism}): ${why}`,
      { facts: { host: endpoint.host, port: endpoint.port, mechanism: sasl.mechanism } },
    )
  const mechanism = sasl.mechanism.toUpperCase()
  const handshake = decodeSaslHandshake(await ask(saslHandshakeApi, encodeSaslHandshake(mechanism)))
  if (handshake.errorCode !== 0) {
    throw refused(
      `${name(handshake.errorCode)}; it offers ${handshake.mechanisms.join(', ') || 'no mechanism'}`,
    )
  }
  const exchange: Exchange = async (message) => {
    const answer = decodeSaslAuthenticate(await ask(saslAuthenticateApi, encodeSaslAuthenticate(message)))
    if (answer.errorCode !== 0) throw refused(answer.errorMessage ?? name(answer.errorCode))
    return answer
  }
  if (sasl.mechanism === 'plain') {
    return (await exchange(Buffer.from(`\0${sasl.username}\0${sasl.password}`))).sessionLifetimeMs
  }
  try {
    return await scram(sasl, exchange)
  } catch (error) {
    if (error instanceof StraitError) throw error
    throw refused(errorText(error))
  }
}

type Exchange = (message: Buffer) => Promise<ReturnType<typeof decodeSaslAuthenticate>>

async function scram(sasl: Sasl, exchange: Exchange): Promise<number> {
  const { username, password } = sasl
  const login = new ScramLogin({
    hash: sasl.mechanism === 'scram-sha-256' ? 'sha256' : 'sha512',
    username,
    password,
  })
  const serverFirst = await exchange(login.first())
  const serverFinal = await exchange(await login.final(serverFirst.message))
  login.verify(serverFinal.message)
  return serverFinal.sessionLifetimeMs
}

function name(code: number): string {
  return protocolErrors.get(code)?.name ?? `error ${code}`
}
