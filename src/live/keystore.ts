// A Java key or trust store → what TLS needs of it: the authorities to trust, or the one certificate chain with its
// key. Which format a file has is told by its content and never by its name: since Java 9 keytool writes PKCS12 into
// files called `.jks`.

import { StraitError } from '../errors/strait-error.ts'
import { isJks, openJks } from './jks.ts'
import type { Identity, StoreEntries, StoreFile } from './store-file.ts'

/** The trusted certificates as PEM, at least one. Throws ST401 and ST402. */
export async function readTrust(store: StoreFile): Promise<readonly string[]> {
  const { trusted } = await openStore(store)
  if (trusted.length > 0) return trusted
  // An empty list would mean to trust what Node trusts.
  throw refused(store, 'holds no trusted certificate (keytool -importcert adds one)')
}

/** Throws ST401 where there is not exactly one key, ST402 where the store or the key does not open. */
export async function readIdentity(store: StoreFile): Promise<Identity> {
  const { identities } = await openStore(store)
  const [only, ...others] = identities()
  if (only === undefined) throw refused(store, 'holds no private key')
  if (others.length === 0) return only
  throw refused(store, `holds ${1 + others.length} private keys, and nothing says which to show; keep one`)
}

async function openStore(store: StoreFile): Promise<StoreEntries> {
  if (isJks(store.bytes)) return openJks(store)
  // Only who has such a file pays for loading what reads it.
  if (isDerSequence(store.bytes)) return (await import('./pkcs12.ts')).openPkcs12(store)
  throw refused(store, 'is not JKS, PKCS12 or PEM')
}

/** Whether the bytes begin as JKS or PKCS12 do. */
export function isStore(bytes: Buffer): boolean {
  return isJks(bytes) || isDerSequence(bytes)
}

function isDerSequence(bytes: Buffer): boolean {
  return bytes[0] === 0x30
}

function refused({ kind, file }: StoreFile, problem: string): StraitError {
  const name = kind === 'truststore' ? 'Truststore' : 'Keystore'
  return new StraitError('ST401', `${name} ${file} ${problem}`, { facts: { file } })
}
