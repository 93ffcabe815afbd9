// The `tls` block of a cluster → what node:tls connects with. Files are read and checked here, so that a wrong
// one is named before any connection is tried. Verification of the broker is never switched off.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'
import { isStore, readIdentity, readTrust } from './keystore.ts'
import type { StoreFile } from './store-file.ts'

/** Where the files of one cluster and their passwords are. */
export interface TlsSource {
  /** The topology's directory: relative file names start there. */
  readonly directory: string
  /** Its error passes through. */
  readonly readSecret: (ref: SecretRef) => string
}

type TlsSpec = NonNullable<ClusterSpec['tls']>

/** Throws ST400 where a file cannot be read, ST401 and ST402 where it holds something else than it must, or stays closed. */
export async function tlsOptions(spec: TlsSpec, source: TlsSource): Promise<ConnectionOptions> {
  const authorities = await trustedAuthorities(spec, source)
  const own = await identity(spec, source)
  return {
    ...(authorities.length > 0 && { ca: [...authorities] }),
    ...own,
    ...(spec.serverName !== undefined && { servername: spec.serverName }),
  }
}

/** None: the authorities that come with Node. */
async function trustedAuthorities(spec: TlsSpec, source: TlsSource): Promise<readonly string[]> {
  if (spec.caFile !== undefined) return [await readCertificates(spec.caFile, 'truststore_file', source)]
  if (spec.truststoreFile === undefined) return []
  const store = await openedBy('truststore', spec.truststoreFile, spec.truststorePassword, source)
  return isPem(store.bytes)
    ? [checkedCertificates(store.bytes.toString('utf8'), store.file)]
    : readTrust(store)
}

/** What is shown to the broker, where it asks. */
async function identity(
  spec: TlsSpec,
  source: TlsSource,
): Promise<{ cert: string; key: string } | undefined> {
  if (spec.keystoreFile !== undefined) {
    const store = await openedBy('keystore', spec.keystoreFile, spec.keystorePassword, source)
    const keyPassword = spec.keyPassword === undefined ? undefined : source.readSecret(spec.keyPassword)
    const { certificates, key } = await readIdentity({ ...store, keyPassword })
    return { cert: certificates.join(''), key: keyPem(key) }
  }
  if (spec.certFile === undefined || spec.keyFile === undefined) return undefined
  // One after the other: of two mistakes the same one is told every time.
  const cert = await readCertificates(spec.certFile, 'keystore_file', source)
  const key = await readKey(spec.keyFile, spec, source)
  assertPair(cert, key, spec)
  return { cert, key: keyPem(key) }
}

async function openedBy(
  kind: StoreFile['kind'],
  file: string,
  password: SecretRef | undefined,
  source: TlsSource,
): Promise<StoreFile> {
  const bytes = await readBytes(file, source)
  return { kind, file, bytes, password: password === undefined ? undefined : source.readSecret(password) }
}

function isPem(bytes: Buffer): boolean {
  return bytes.includes('-----BEGIN CERTIFICATE-----')
}

function keyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** `argument` is the one that a store, named here by mistake, belongs to. */
async function readCertificates(file: string, argument: string, source: TlsSource): Promise<string> {
  const bytes = await readBytes(file, source)
  if (isPem(bytes) || !isStore(bytes)) return checkedCertificates(bytes.toString('utf8'), file)
  throw new StraitError('ST401', `${file} is a Java store or PKCS12, not PEM; name it as ${argument}`, {
    facts: { file },
  })
}

/** A file may hold a chain: each certificate of it has to parse. */
function checkedCertificates(text: string, file: string): string {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    for (const block of blocks) new X509Certificate(block)
  } catch (cause) {
    throw new StraitError('ST401', `${file} holds a certificate that cannot be read`, {
      cause,
      facts: { file },
    })
  }
  if (blocks.length > 0) return blocks.join('\n')
  throw new StraitError('ST401', `${file} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")`, {
    facts: { file },
  })
}

async function readKey(file: string, spec: TlsSpec, source: TlsSource): Promise<KeyObject> {
  const key = await readBytes(file, source)
  const passphrase = spec.keyPassword === undefined ? undefined : source.readSecret(spec.keyPassword)
  try {
    return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) })
  } catch (cause) {
    const why = passphrase === undefined ? 'is not an unencrypted private key in PEM' : 'does not open'
    throw new StraitError('ST401', `${file} ${why}; check the file and key_password`, {
      cause,
      facts: { file },
    })
  }
}

/** Otherwise the handshake would fail later, with words that name neither file. */
function assertPair(certificate: string, key: KeyObject, { certFile = '', keyFile = '' }: TlsSpec): void {
  if (new X509Certificate(certificate).checkPrivateKey(key)) return
  throw new StraitError('ST401', `${keyFile} is not the key of the first certificate in ${certFile}`, {
    facts: { file: keyFile },
  })
}

async function readBytes(file: string, { directory }: TlsSource): Promise<Buffer> {
  try {
    return await readFile(resolve(directory, file))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
    throw new StraitError('ST400', `Cannot read ${resolve(directory, file)} (${code})`, {
      cause,
      facts: { file },
    })
  }
}
