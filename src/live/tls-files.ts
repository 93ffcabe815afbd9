// The `tls` block of a cluster → what node:tls connects with. Files are read and checked here, so that a wrong
// one is named before any connection is tried. Verification of the broker is never switched off.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'
import { isJavaKeystore, readJavaTruststore } from './java-truststore.ts'

/** Where the files of one cluster and their passwords are. */
export interface TlsSource {
  /** The topology's directory: relative file names start there. */
  readonly directory: string
  /** Its error passes through. */
  readonly readSecret: (ref: SecretRef) => string
}

type TlsSpec = NonNullable<ClusterSpec['tls']>

/** Throws ST400 where a file cannot be read, ST401 and ST402 where it holds something else than it must. */
export async function tlsOptions(spec: TlsSpec, source: TlsSource): Promise<ConnectionOptions> {
  const [authorities, certificate, key] = await Promise.all([
    trustedAuthorities(spec, source),
    spec.certFile === undefined ? undefined : readCertificates(spec.certFile, source),
    spec.keyFile === undefined ? undefined : readKey(spec.keyFile, spec, source),
  ])
  if (certificate !== undefined && key !== undefined) assertPair(certificate, key, spec)
  return {
    ...(authorities.length > 0 && { ca: authorities }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key: key.export({ type: 'pkcs8', format: 'pem' }) }),
    ...(spec.serverName !== undefined && { servername: spec.serverName }),
  }
}

/** None: the authorities that come with Node. */
async function trustedAuthorities(spec: TlsSpec, source: TlsSource): Promise<string[]> {
  const [fromFile, fromStore] = await Promise.all([
    spec.caFile === undefined ? undefined : readCertificates(spec.caFile, source),
    spec.truststoreFile === undefined ? [] : readTruststore(spec.truststoreFile, spec, source),
  ])
  return [...(fromFile === undefined ? [] : [fromFile]), ...fromStore]
}

async function readTruststore(file: string, spec: TlsSpec, source: TlsSource): Promise<string[]> {
  const bytes = await readBytes(file, source)
  if (isJavaKeystore(bytes)) {
    if (spec.truststorePassword === undefined) {
      throw new StraitError('ST402', `Truststore ${file} needs truststore_password`, { facts: { file } })
    }
    return readJavaTruststore(bytes, source.readSecret(spec.truststorePassword), file)
  }
  if (bytes.includes('-----BEGIN CERTIFICATE-----'))
    return [checkedCertificates(bytes.toString('utf8'), file)]
  throw new StraitError(
    'ST401',
    `Truststore ${file} is not JKS and not PEM (keytool writes PKCS12 unless told otherwise). ` +
      `Convert it once and use ca_file: openssl pkcs12 -in ${file} -nokeys -out ca.pem`,
    { facts: { file } },
  )
}

async function readCertificates(file: string, source: TlsSource): Promise<string> {
  return checkedCertificates((await readBytes(file, source)).toString('utf8'), file)
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
