// Opens the TCP or TLS stream to one broker, tuned for large frames: no Nagle, keepalive, and reads into memory
// that the reader names. A server's certificate is always verified.

import net from 'node:net'
import tls from 'node:tls'
import { StraitError } from '../errors/strait-error.ts'
import { hungUp, type Standing } from './connection-errors.ts'
import type { Endpoint } from './endpoint.ts'

const KEEP_ALIVE_DELAY_MS = 15_000

export interface SocketOptions {
  readonly tls: tls.ConnectionOptions | undefined
  readonly timeoutMs: number
  /** Where the next read goes. */
  space(): Uint8Array
  /** So many bytes were read into it. */
  onRead(bytes: number): void
}

/** Resolves with a connected (and verified) stream. Throws ST300 (not reached) or ST308 (TLS). */
export function openSocket(endpoint: Endpoint, options: SocketOptions): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(endpoint, options)
    const late = setTimeout(() => {
      fail(Object.assign(new Error(`no answer within ${options.timeoutMs} ms`), { code: 'ETIMEDOUT' }))
    }, options.timeoutMs)
    const fail = (error: Error): void => {
      clearTimeout(late)
      socket.destroy()
      reject(openError(endpoint, error))
    }
    const gone = (): void =>
      fail(Object.assign(new Error('the broker closed the connection'), { code: 'ECONNRESET' }))
    socket.once('error', fail).once('close', gone)
    socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(late)
      socket.off('error', fail).off('close', gone)
      // A TLS socket drops these when they come as options.
      socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_DELAY_MS)
      resolve(socket)
    })
  })
}

function connect({ host, port }: Endpoint, options: SocketOptions): net.Socket {
  const shared = {
    host,
    port,
    onread: {
      buffer: () => options.space(),
      callback(bytes: number): boolean {
        options.onRead(bytes)
        return true
      },
    },
  }
  if (options.tls === undefined) return net.connect(shared)
  const servername = net.isIP(host) === 0 ? { servername: host } : {}
  return tls.connect({ ...servername, ...options.tls, ...shared, rejectUnauthorized: true })
}

const handshakeCodes =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/
/** With TLS 1.3 a broker judges our certificate after the handshake: its verdict comes as an alert. */
const certificateAlerts = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/

function openError({ host, port }: Endpoint, cause: Error): StraitError {
  const code = codeOf(cause)
  const facts = { host, port, reason: code }
  if (handshakeCodes.test(code)) {
    const why = whyExpired[code] ?? cause.message
    return new StraitError('ST308', `TLS with ${host}:${port} failed: ${why}`, { cause, facts })
  }
  const why = droppedHandshake.test(cause.message)
    ? 'the connection was closed during the TLS handshake, as a port without TLS does; is the tls block meant for this port?'
    : cause.message
  return new StraitError('ST300', `broker ${host}:${port} was not reached: ${why}`, { cause, facts })
}

/** Node's words, which name itself; a broker takes the handshake for a request that is too long, and hangs up. */
const droppedHandshake = /^Client network socket disconnected before secure TLS/

/** An error on an open stream: ST308 where the broker refuses our certificate, else ST300. */
export function streamError(endpoint: Endpoint, cause: Error, standing: Standing): StraitError {
  const { host, port } = endpoint
  const reason = codeOf(cause)
  if (!certificateAlerts.test(reason)) return hungUp(endpoint, standing, cause)
  const message = `broker ${host}:${port} refuses the client certificate (or wants one): ${cause.message.trim()}`
  return new StraitError('ST308', message, { cause, facts: { host, port, reason } })
}

/** OpenSSL does not say whose. */
const whyExpired: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate of the broker, or of an authority behind it, has expired',
  CERT_NOT_YET_VALID:
    'the certificate of the broker, or of an authority behind it, is not valid yet; or a clock is wrong',
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
