// Java's key and trust stores → the tls block, which takes the same files: PEM, JKS and PKCS12. Where the material
// stands in the configuration itself, the block names the PEM file to be made, and the report says of what.

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

/** What Kafka's own PEM type means is a file of another argument; Strait tells all others apart by their content. */
function isPem(setting: Setting | undefined): boolean {
  return setting?.value.trim().toUpperCase() === 'PEM'
}

/** Types that come with Java's cryptography providers are none that anything else opens. */
function sayType(setting: Setting | undefined, argument: string, { ledger }: ImportContext): void {
  if (setting === undefined) return
  const type = setting.value.trim().toUpperCase()
  ledger.say(
    setting,
    ['PEM', 'JKS', 'PKCS12', 'JCEKS', ''].includes(type)
      ? { outcome: 'mapped', note: type === 'PEM' ? `${argument} is PEM` : 'told by the content of the file' }
      : unsupported('only Java opens a store of this type: keytool -importkeystore -deststoretype PKCS12'),
  )
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
    sayType(type, 'ca_file', context)
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
  sayType(type, isPem(type) ? 'ca_file' : 'truststore_file', context)
  if (isPem(type)) {
    ledger.mapped(location, `${path}.caFile`)
    return { caFile: file }
  }
  ledger.mapped(location, `${path}.truststoreFile`)
  if (password === undefined) {
    ledger.remark(
      `cluster.${name}`,
      'MirrorMaker opens the truststore without its password, and so without checking it; Strait asks for it ' +
        '(truststore_password).',
    )
    return { truststoreFile: file }
  }
  ledger.mapped(password, `${path}.truststorePassword`)
  const meaning = `the password of the truststore of cluster ${name}`
  const purpose = { cluster: name, suffix: 'TRUSTSTORE_PASSWORD', meaning, setting: password }
  return { truststoreFile: file, truststorePassword: secretFor(password.value, purpose, context) }
}

function mapIdentity(store: Store, context: ImportContext): Tls {
  const { name, connection } = store
  const { ledger } = context
  const location = connection.get('ssl.keystore.location')
  const type = connection.get('ssl.keystore.type')
  const inlineKey = connection.get('ssl.keystore.key')
  if (location === undefined) return inlineKey === undefined ? {} : inlineIdentity(store, inlineKey, context)
  const file = pathOf(location, context)
  if (file === undefined) return {}
  sayType(type, isPem(type) ? 'cert_file' : 'keystore_file', context)
  const storePassword = connection.get('ssl.keystore.password')
  const keyPassword = connection.get('ssl.key.password')
  if (isPem(type)) {
    ledger.mapped(location, `cluster.${name}.tls.certFile`)
    if (storePassword !== undefined) ledger.say(storePassword, different(PEM_HAS_NO_PASSWORD))
    return { certFile: file, keyFile: file, ...mapKeyPassword(store, keyPassword, context) }
  }
  ledger.mapped(location, `cluster.${name}.tls.keystoreFile`)
  const opened = mapStorePassword(name, storePassword, context)
  // Java wants it also where it is the store's own, and in PKCS12 it can be no other.
  if (keyPassword !== undefined && keyPassword.value === storePassword?.value) {
    ledger.say(keyPassword, different('keystore_password opens the key, too'))
    return { keystoreFile: file, ...opened }
  }
  return { keystoreFile: file, ...opened, ...mapKeyPassword(store, keyPassword, context) }
}

const PEM_HAS_NO_PASSWORD = 'PEM files have no password of their own; key_password opens the key'

function mapStorePassword(name: string, setting: Setting | undefined, context: ImportContext): Tls {
  if (setting === undefined) return {}
  context.ledger.mapped(setting, `cluster.${name}.tls.keystorePassword`)
  const meaning = `the password of the keystore of cluster ${name}`
  const purpose = { cluster: name, suffix: 'KEYSTORE_PASSWORD', meaning, setting }
  return { keystorePassword: secretFor(setting.value, purpose, context) }
}

function mapKeyPassword({ name }: Store, setting: Setting | undefined, context: ImportContext): Tls {
  if (setting === undefined) return {}
  context.ledger.mapped(setting, `cluster.${name}.tls.keyPassword`)
  const meaning = `the password of the client key of cluster ${name}`
  const purpose = { cluster: name, suffix: 'KEY_PASSWORD', meaning, setting }
  return { keyPassword: secretFor(setting.value, purpose, context) }
}

/** Key and chain stand in the configuration, or in a secret of Kubernetes. */
function inlineIdentity(store: Store, inlineKey: Setting, context: ImportContext): Tls {
  const { name, connection, kept } = store
  const { ledger } = context
  const chain = connection.get('ssl.keystore.certificate.chain') ?? inlineKey
  const [certFile, keyFile] = [`${name}-client.pem`, `${name}-client.key`]
  ledger.mapped(chain, `cluster.${name}.tls.certFile`)
  ledger.mapped(inlineKey, `cluster.${name}.tls.keyFile`)
  sayType(connection.get('ssl.keystore.type'), 'cert_file', context)
  const { line } = inlineKey
  const certNote = kept.certificate?.(certFile) ?? 'put the certificate chain there'
  ledger.task({ kind: 'file', name: certFile, note: certNote, line })
  const keyNote = kept.key?.(keyFile) ?? 'put the private key there, readable for Strait only'
  ledger.task({ kind: 'file', name: keyFile, note: keyNote, line })
  const storePassword = connection.get('ssl.keystore.password')
  if (storePassword !== undefined) ledger.say(storePassword, different(PEM_HAS_NO_PASSWORD))
  return { certFile, keyFile, ...mapKeyPassword(store, connection.get('ssl.key.password'), context) }
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
