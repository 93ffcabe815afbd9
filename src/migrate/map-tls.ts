// Java's key and trust stores → the tls block. Strait reads PEM files and JKS truststores; for everything else the
// block names the PEM file to be made, and the report has the command that makes it.

import type { ClusterSpec } from '../topology/model.ts'
import { type ImportContext, secretFor } from './import-context.ts'
import { different, type Kept, type SetupCluster, unsupported } from './mirror-setup.ts'
import { holdsReference } from './provider-reference.ts'
import type { Setting, Settings } from './setting.ts'

type Tls = NonNullable<ClusterSpec['tls']>

interface Store {
  readonly name: string
  readonly kept: Kept
  readonly connection: Settings
}

export function mapTls({ connection, kept = {} }: SetupCluster, name: string, context: ImportContext): Tls {
  const store = { name, connection, kept }
  const tls = { ...mapTrust(store, context), ...mapIdentity(store, context) }
  mapChecks(store, context)
  return tls
}

/** Where a file is that a setting names; undefined where only a config provider knows. */
function pathOf(setting: Setting | undefined, { ledger, providers }: ImportContext): string | undefined {
  if (setting === undefined || setting.value.trim() === '') return undefined
  if (!holdsReference(setting.value, providers)) return setting.value
  ledger.say(setting, unsupported('only a config provider knows this path: name the file in the topology'))
  return undefined
}

/** Java's own word for the store; without it the ending decides, and without both it is JKS. */
function typeOf(setting: Setting | undefined, path: string): 'PEM' | 'PKCS12' | 'JKS' {
  const type = setting?.value.trim().toUpperCase()
  if (type === 'PEM' || type === 'PKCS12') return type
  if (type === undefined && /\.(?:p12|pfx|pkcs12)$/i.test(path)) return 'PKCS12'
  return 'JKS'
}

function mapTrust({ name, connection, kept }: Store, context: ImportContext): Tls {
  const { ledger } = context
  const path = `cluster.${name}.tls`
  const inline = connection.get('ssl.truststore.certificates')
  const location = connection.get('ssl.truststore.location')
  const type = connection.get('ssl.truststore.type')
  const password = connection.get('ssl.truststore.password')
  if (inline !== undefined) {
    const file = `${name}-ca.pem`
    ledger.mapped(inline, `${path}.caFile`)
    ledger.task({
      kind: 'file',
      name: file,
      note: kept.ca?.(file) ?? `put the certificates of ${inline.key} there`,
      line: inline.line,
    })
    return { caFile: file }
  }
  const file = pathOf(location, context)
  if (location === undefined || file === undefined) return {}
  const kind = typeOf(type, file)
  if (type !== undefined)
    ledger.say(type, { outcome: 'mapped', note: `cluster.${name} trusts a ${kind} file` })
  if (kind === 'PEM') {
    ledger.mapped(location, `${path}.caFile`)
    return { caFile: file }
  }
  if (kind === 'JKS') return jksTrust({ name, location, file, password }, context)
  const pem = `${name}-ca.pem`
  ledger.mapped(location, `${path}.caFile`)
  if (password !== undefined) ledger.say(password, different('a PEM file needs no password'))
  ledger.task({
    kind: 'file',
    name: pem,
    note: `openssl pkcs12 -in ${shellWord(file)} -nokeys -out ${pem}`,
    line: location.line,
  })
  return { caFile: pem }
}

interface JksTrust {
  readonly name: string
  readonly location: Setting
  readonly file: string
  readonly password: Setting | undefined
}

/** Since Java 9 keytool writes PKCS12 into files called `.jks`; connecting finds out, so the way out is told now. */
function jksTrust({ name, location, file, password }: JksTrust, context: ImportContext): Tls {
  const { ledger } = context
  const path = `cluster.${name}.tls`
  ledger.mapped(
    location,
    `${path}.truststoreFile`,
    `should keytool have written PKCS12 into it, make a PEM file and name it as ca_file: openssl pkcs12 -in ${shellWord(file)} -nokeys -out ${name}-ca.pem`,
  )
  if (password === undefined) return { truststoreFile: file }
  ledger.mapped(password, `${path}.truststorePassword`)
  const meaning = `the password of the truststore of cluster ${name}`
  const purpose = { cluster: name, suffix: 'TRUSTSTORE_PASSWORD', meaning, setting: password }
  return { truststoreFile: file, truststorePassword: secretFor(password.value, purpose, context) }
}

function mapIdentity({ name, connection, kept }: Store, context: ImportContext): Tls {
  const { ledger } = context
  const path = `cluster.${name}.tls`
  const location = connection.get('ssl.keystore.location')
  const inlineKey = connection.get('ssl.keystore.key')
  const inlineChain = connection.get('ssl.keystore.certificate.chain')
  const type = connection.get('ssl.keystore.type')
  const keyPassword = connection.get('ssl.key.password')
  const storePassword = connection.get('ssl.keystore.password')
  const origin = location ?? inlineKey
  const file = location === undefined ? undefined : pathOf(location, context)
  if (origin === undefined || (location !== undefined && file === undefined)) return {}
  const kind = file === undefined ? 'PEM' : typeOf(type, file)
  const files =
    kind === 'PEM' && file !== undefined ? [file, file] : [`${name}-client.pem`, `${name}-client.key`]
  const [certFile = '', keyFile = ''] = files
  if (type !== undefined) ledger.say(type, { outcome: 'mapped', note: `cluster.${name} shows a certificate` })
  for (const setting of [inlineChain ?? origin]) ledger.mapped(setting, `${path}.certFile`)
  ledger.mapped(inlineKey ?? origin, `${path}.keyFile`)
  identityTasks({ origin, file, kind, certFile, keyFile, kept }, context)
  const password = keyPassword ?? (kind === 'PEM' ? undefined : storePassword)
  if (storePassword !== undefined && storePassword !== password) {
    ledger.say(
      storePassword,
      different('PEM files have no password of their own; key_password opens the key'),
    )
  }
  if (password === undefined) return { certFile, keyFile }
  ledger.mapped(password, `${path}.keyPassword`)
  const meaning = `the pass phrase of ${keyFile}`
  const purpose = { cluster: name, suffix: 'KEY_PASSWORD', meaning, setting: password }
  return { certFile, keyFile, keyPassword: secretFor(password.value, purpose, context) }
}

interface Identity {
  readonly origin: Setting
  readonly file: string | undefined
  readonly kind: 'PEM' | 'PKCS12' | 'JKS'
  readonly certFile: string
  readonly keyFile: string
  readonly kept: Kept
}

/** Strait cannot open keystores: the commands that take certificate and key out of one. */
function identityTasks(
  { origin, file, kind, certFile, keyFile, kept }: Identity,
  { ledger }: ImportContext,
): void {
  const { line } = origin
  if (file === undefined) {
    ledger.task({
      kind: 'file',
      name: certFile,
      note: kept.certificate?.(certFile) ?? 'put the certificate chain there',
      line,
    })
    ledger.task({
      kind: 'file',
      name: keyFile,
      note: kept.key?.(keyFile) ?? 'put the private key there, readable for Strait only',
      line,
    })
    return
  }
  if (kind === 'PEM') return
  const store = kind === 'PKCS12' ? file : `${file}.p12`
  const convert =
    kind === 'PKCS12'
      ? ''
      : `keytool -importkeystore -srckeystore ${shellWord(file)} -destkeystore ${shellWord(store)} -deststoretype PKCS12 && `
  ledger.task({
    kind: 'file',
    name: certFile,
    note: `${convert}openssl pkcs12 -in ${shellWord(store)} -nokeys -out ${certFile}`,
    line,
  })
  ledger.task({
    kind: 'file',
    name: keyFile,
    note: `openssl pkcs12 -in ${shellWord(store)} -nocerts -out ${keyFile}`,
    line,
  })
}

function mapChecks({ name, connection }: Store, { ledger }: ImportContext): void {
  const identification = connection.get('ssl.endpoint.identification.algorithm')
  if (identification !== undefined) {
    const isOff = identification.value.trim() === ''
    ledger.say(
      identification,
      isOff
        ? unsupported(
            'the broker’s name is always checked: where its certificate has another one than its address, write it as server_name',
          )
        : different('the broker’s name is always checked'),
    )
    if (isOff)
      ledger.remark(
        `cluster.${name}`,
        'MirrorMaker does not check the broker’s name here; Strait does (see server_name).',
      )
  }
  for (const [key, setting] of connection) {
    if (key.startsWith('ssl.') && !ledger.isSpokenFor(setting)) {
      ledger.say(setting, different('protocol versions, ciphers and providers are those of the running Node'))
    }
  }
}

/** For a command line that people copy. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
