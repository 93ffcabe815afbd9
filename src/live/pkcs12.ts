// Reads a PKCS12 store (RFC 7292), written by keytool or OpenSSL, today's ciphers or those of old. Node opens PKCS12
// only for a key and its chain, and OpenSSL 3 no longer opens what Java wrote before 2020 (RC2, triple DES), so
// node-forge does it. Certificates and keys are handed on as DER and read by Node.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { errorText } from '../std/error-text.ts'
import { closedStore, type Identity, type StoreEntries, type StoreFile, wrongPassword } from './store-file.ts'

const { asn1, pki, pkcs12, util } = forge

/** Java marks what is trusted with this attribute. forge keeps only attributes that it has a name for. */
const TRUSTED = 'trustedKeyUsage'
pki.oids['2.16.840.1.113894.746875.1.1'] = TRUSTED

interface StoredCertificate {
  readonly certificate: X509Certificate
  readonly isMarked: boolean
}

/** Throws ST402 on a wrong password, on damage, and on what only Java can read. */
export function openPkcs12(store: StoreFile): StoreEntries {
  const bags = bagsOf(store)
  const certificates = bags.filter(({ type }) => type === pki.oids['certBag']).map(storedCertificate)
  const keys = bags.filter(({ type }) => KEY_BAGS.includes(type)).map(storedKey)
  const all = certificates.map(({ certificate }) => certificate)
  const marked = certificates.filter(({ isMarked }) => isMarked).map(({ certificate }) => certificate)
  // OpenSSL marks nothing: without a key, all that it put in are authorities.
  const trusted = marked.length > 0 || keys.length > 0 ? marked : all
  return {
    trusted: trusted.map(String),
    identities: () => keys.map((key) => identityOf(key, all, store)),
  }
}

const KEY_BAGS = [pki.oids['pkcs8ShroudedKeyBag'], pki.oids['keyBag']]

function bagsOf(store: StoreFile): forge.pkcs12.Bag[] {
  try {
    const value = asn1.fromDer(util.createBuffer(store.bytes.toString('binary')), false)
    return pkcs12
      .pkcs12FromAsn1(value, false, store.password)
      .safeContents.flatMap(({ safeBags }) => safeBags)
  } catch (cause) {
    const message = errorText(cause)
    if (/MAC could not be verified|to decrypt/.test(message)) throw wrongPassword(store, cause)
    throw closedStore(store, `: it cannot be read (${message.replace(/\.$/, '')})`, cause)
  }
}

function storedCertificate({ cert, asn1: other, attributes }: forge.pkcs12.Bag): StoredCertificate {
  const certificate = new X509Certificate(toBytes(cert ? pki.certificateToAsn1(cert) : other))
  return { certificate, isMarked: Object.hasOwn(attributes, TRUSTED) }
}

/** forge understands RSA and hands on everything else as it stands. */
function storedKey({ key, asn1: other }: forge.pkcs12.Bag): KeyObject {
  const value = key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)) : other
  return createPrivateKey({ key: toBytes(value), format: 'der', type: 'pkcs8' })
}

/** The chain is followed by who issued whom: not every writer keeps its order, or says which certificate has the key. */
function identityOf(key: KeyObject, certificates: readonly X509Certificate[], store: StoreFile): Identity {
  const chain: X509Certificate[] = []
  let next = certificates.find((certificate) => certificate.checkPrivateKey(key))
  if (next === undefined) throw closedStore(store, ': no certificate in it belongs to its private key')
  while (next !== undefined) {
    chain.push(next)
    const last: X509Certificate = next
    const isNew = ({ fingerprint256 }: X509Certificate) =>
      !chain.some((known) => known.fingerprint256 === fingerprint256)
    next = certificates.find((issuer) => isNew(issuer) && last.checkIssued(issuer))
  }
  return { certificates: chain.map(String), key }
}

function toBytes(value: forge.asn1.Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'binary')
}
