// What keystore formats have in common: the file that is opened, what is found in it, and how a refusal reads.

import type { KeyObject } from 'node:crypto'
import { StraitError } from '../errors/strait-error.ts'

export interface StoreFile {
  readonly kind: 'truststore' | 'keystore'
  /** As the topology writes it, for messages. */
  readonly file: string
  readonly bytes: Buffer
  readonly password: string | undefined
  /** Of the key, where it has one of its own (JKS). */
  readonly keyPassword?: string | undefined
}

/** A certificate chain as PEM, leaf first, and the key of its leaf. */
export interface Identity {
  readonly certificates: readonly string[]
  readonly key: KeyObject
}

export interface StoreEntries {
  /** PEM, in the file's order. Certificates that belong to a private key are not among them. */
  readonly trusted: readonly string[]
  /** Opens the keys. Throws ST402 where one stays closed. */
  readonly identities: () => Identity[]
}

/** `problem` goes on after the name of the file, and never holds a password. */
export function closedStore({ kind, file }: StoreFile, problem: string, cause?: unknown): StraitError {
  const name = kind === 'truststore' ? 'Truststore' : 'Keystore'
  return new StraitError('ST402', `${name} ${file}${problem}`, { cause, facts: { file } })
}

export function wrongPassword(store: StoreFile, cause?: unknown): StraitError {
  const problem =
    store.password === undefined
      ? ` needs ${store.kind}_password`
      : `: the password is wrong or the file is damaged; check ${store.kind}_password`
  return closedStore(store, problem, cause)
}
