// How a secret may travel: by which login, and against what the broker has to prove who it is. Whoever may edit `tls`
// and `sasl` could keep the host and still have the password cross the wire in clear, or hand it to whoever answers
// with a certificate of theirs. So a binding says this too, and asks for what is safe where it says nothing.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec } from '../topology/model.ts'

/** From weak to strong: PLAIN hands the broker the password itself. */
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const
type Mechanism = (typeof mechanisms)[number]

/**
 * What brokers are checked against: `plaintext` nothing, `public` the authorities that come with Node, else the SHA-256
 * of the file that the topology names.
 */
export type Trust = 'plaintext' | 'public' | (string & {})

export interface Transport {
  /** Any of them. */
  readonly trust: readonly Trust[]
  /** Names that certificates may be asked for; empty: the host's own. */
  readonly serverNames: readonly string[]
  /** The secret may log in by one of these or a stronger one; none: it is no password of a login. */
  readonly mechanisms: readonly Mechanism[]
}

/** What is bound where a line says nothing of it: a broker that proves who it is, and never gets the password itself. */
const safest: Transport = { trust: ['public'], serverNames: [], mechanisms: ['scram-sha-256'] }

/** The words of a line that are about transport; undefined where one of them cannot be read. */
export function readTransport(words: readonly string[]): Transport | undefined {
  const after = (prefix: string): string[] =>
    words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length))
  const trust = [...words.filter((word) => word === 'plaintext'), ...after('ca:')]
  const logins = after('sasl:')
  const known = mechanisms.filter((each) => logins.includes(each))
  const isRead =
    trust.every((each) => /^(plaintext|public|[0-9a-f]{64})$/.test(each)) &&
    after('server-name:').every((name) => name !== '') &&
    (known.length === logins.length || (logins.length === 1 && logins[0] === 'none'))
  if (!isRead) return undefined
  return {
    trust: trust.length === 0 ? safest.trust : trust,
    serverNames: after('server-name:'),
    mechanisms: logins.length === 0 ? safest.mechanisms : known,
  }
}

/** Whether a word of a line is one that `readTransport` reads. */
export function isTransportWord(word: string): boolean {
  return /^(plaintext$|ca:|server-name:|sasl:)/.test(word)
}

export function formatTransport({ trust, serverNames, mechanisms: logins }: Transport): string[] {
  return [
    ...trust.map((each) => (each === 'plaintext' ? each : `ca:${each}`)),
    ...serverNames.map((name) => `server-name:${name}`),
    ...(logins.length === 0 ? ['sasl:none'] : logins.map((each) => `sasl:${each}`)),
  ]
}

/** Reads a file that a topology names, as it writes it. */
export type FileReader = (file: string) => Buffer

/** Relative names start at the topology's directory. Throws ST400. */
export function filesOf(directory: string): FileReader {
  return (file) => {
    try {
      return readFileSync(resolve(directory, file))
    } catch (cause) {
      throw new StraitError('ST400', `Cannot read ${resolve(directory, file)}`, { cause, facts: { file } })
    }
  }
}

/** What a cluster does. `isLogin`: whether the secret is the password of its `sasl` block. */
export function transportOf({ tls, sasl }: ClusterSpec, isLogin: boolean, read: FileReader): Transport {
  const file = tls?.caFile ?? tls?.truststoreFile
  const trusted = file === undefined ? 'public' : createHash('sha256').update(read(file)).digest('hex')
  return {
    trust: [tls === undefined ? 'plaintext' : trusted],
    serverNames: tls?.serverName === undefined ? [] : [tls.serverName],
    mechanisms: isLogin && sasl !== undefined ? [sasl.mechanism] : [],
  }
}

export interface Weakness {
  /** Goes on after `would send env("US_PASSWORD")`. */
  readonly what: string
  readonly where: 'mechanism' | 'tls' | 'trust' | 'serverName'
  /** What a binding has to say for this to be meant. */
  readonly word: string
}

/**
 * Where `now` is not at least what is bound: undefined where it is. Encryption is never weaker than none, whoever
 * answers; between two authorities, or two names, nobody can tell which one is the stronger.
 */
export function weaknessOf(now: Transport, bound: Transport): Weakness | undefined {
  return weakLogin(now, bound) ?? (bound.trust.includes('plaintext') ? undefined : weakTls(now, bound))
}

function weakLogin(now: Transport, bound: Transport): Weakness | undefined {
  const strengthOf = (mechanism: Mechanism): number => mechanisms.indexOf(mechanism)
  const login = now.mechanisms.find((each) =>
    bound.mechanisms.every((least) => strengthOf(each) < strengthOf(least)),
  )
  if (login === undefined) return undefined
  const meant = bound.mechanisms.length === 0 ? 'no login' : `${bound.mechanisms.join(' or ')} or stronger`
  return {
    what: `by ${login}, but that secret is bound to ${meant}`,
    where: 'mechanism',
    word: `sasl:${login}`,
  }
}

function weakTls(now: Transport, bound: Transport): Weakness | undefined {
  const [trust = 'plaintext'] = now.trust
  if (trust === 'plaintext') {
    return { what: 'in clear, but that secret is bound to TLS', where: 'tls', word: 'plaintext' }
  }
  if (!bound.trust.includes(trust)) {
    const meant = bound.trust.map(authoritiesText).join(' or ')
    const what = `to whoever ${authoritiesText(trust)} vouches for, but that secret is bound to ${meant}`
    return { what, where: 'trust', word: `ca:${trust}` }
  }
  const [name] = now.serverNames
  const isMeant = name === undefined ? bound.serverNames.length === 0 : bound.serverNames.includes(name)
  if (isMeant) return undefined
  const meant = bound.serverNames.join(' or ') || 'the name of the host itself'
  return {
    what: `to whoever has a certificate for ${name ?? 'the name of the host itself'}, but that secret is bound to ${meant}`,
    where: 'serverName',
    word: name === undefined ? 'no server-name' : `server-name:${name}`,
  }
}

function authoritiesText(trust: Trust): string {
  return trust === 'public' ? 'any public authority' : `the CA file ${trust}`
}
