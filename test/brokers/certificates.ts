// A certificate authority for one broker, with a server and a client certificate, as PEM files. Written with
// node:crypto and a few lines of DER, so that no tool has to be installed and a test can ask for certificates
// that are expired or name another host.

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as der from './der.ts'

const DAY_MS = 24 * 3600_000

export interface CertificateRequest {
  /** DNS names and IPv4 addresses the server certificate is good for. */
  readonly hosts?: readonly string[]
  readonly notAfter?: Date
}

export interface Certificates {
  readonly caFile: string
  /** Key and certificate in one file, as a broker takes them. */
  readonly serverFile: string
  readonly clientCertFile: string
  readonly clientKeyFile: string
  /** A client certificate for a key that somebody else made, PEM. */
  readonly signClient: (publicKey: KeyObject) => string
}

interface Subject {
  readonly name: string
  readonly publicKey: KeyObject
}

interface Party extends Subject {
  readonly privateKey: KeyObject
}

/** Writes a new authority and what it signs into `folder`. */
export function issueCertificates(folder: string, request: CertificateRequest = {}): Certificates {
  const { hosts = ['localhost', '127.0.0.1'], notAfter = new Date(Date.now() + 30 * DAY_MS) } = request
  const authority = party('Strait test authority')
  const server = party('broker')
  const client = party('strait-client')
  const files = {
    caFile: join(folder, 'ca.pem'),
    serverFile: join(folder, 'server.pem'),
    clientCertFile: join(folder, 'client.pem'),
    clientKeyFile: join(folder, 'client.key'),
  }
  const nextYear = new Date(Date.now() + 365 * DAY_MS)
  writeFileSync(
    files.caFile,
    certificate(authority, authority, { notAfter: nextYear, extensions: [isAuthority()] }),
  )
  const serverCertificate = certificate(server, authority, {
    notAfter,
    extensions: [alternativeNames(hosts)],
  })
  writeFileSync(files.serverFile, keyPem(server) + serverCertificate)
  writeFileSync(files.clientCertFile, certificate(client, authority, { notAfter: nextYear, extensions: [] }))
  writeFileSync(files.clientKeyFile, keyPem(client), { mode: 0o600 })
  const signClient = (publicKey: KeyObject): string =>
    certificate({ name: 'strait-client', publicKey }, authority, { notAfter: nextYear, extensions: [] })
  return { ...files, signClient }
}

function party(name: string): Party {
  return { name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
}

function keyPem({ privateKey }: Party): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** X.509 v3 (RFC 5280), signed with ECDSA and SHA-256. */
function certificate(
  subject: Subject,
  issuer: Party,
  { notAfter, extensions }: { notAfter: Date; extensions: readonly Buffer[] },
): string {
  const algorithm = der.sequence(der.oid('1.2.840.10045.4.3.2'))
  const body = der.sequence(
    der.context(0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    distinguishedName(issuer.name),
    der.sequence(der.time(new Date(Date.now() - 2 * DAY_MS)), der.time(notAfter)),
    distinguishedName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der.context(3, der.sequence(...extensions))] : []),
  )
  const signed = der.sequence(body, algorithm, der.bits(sign('sha256', body, issuer.privateKey)))
  const lines = signed.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.text(commonName))))
}

function isAuthority(): Buffer {
  return der.sequence(der.oid('2.5.29.19'), der.yes(), der.octets(der.sequence(der.yes())))
}

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    /^[0-9.]+$/.test(host)
      ? der.tagged(0x87, Buffer.from(host.split('.').map(Number)))
      : der.tagged(0x82, Buffer.from(host)),
  )
  return der.sequence(der.oid('2.5.29.17'), der.octets(der.sequence(...names)))
}
