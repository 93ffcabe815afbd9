// A cluster of Strimzi's KafkaMirrorMaker2 → the connection settings that the operator makes of it. Secrets stay in
// Kubernetes: what is known of them is where they are, and the command that fetches them.

import type { Kept, SetupCluster } from './mirror-setup.ts'
import { clientNames } from './mm2-names.ts'
import type { Setting } from './setting.ts'
import { allSettings, at, itemsAt, leavesAt, settingAt, type Tree } from './yaml-tree.ts'

type Part = readonly [place: string, setting: Setting]

/** `alias`: where the resource may leave it out. */
export function strimziCluster(tree: Tree, alias = ''): SetupCluster {
  const path = tree.kind === 'leaf' ? tree.setting.key : tree.path
  const line = tree.kind === 'leaf' ? tree.setting.line : tree.line
  const declared = settingAt(tree, 'alias') ?? { key: path, value: alias, line }
  const connection = new Map([...leavesAt(tree, 'config')].filter(([name]) => clientNames.has(name)))
  const set = (name: string, setting: Setting | undefined, value?: string): void => {
    if (setting !== undefined) connection.set(name, value === undefined ? setting : { ...setting, value })
  }
  set('bootstrap.servers', settingAt(tree, 'bootstrapServers'))
  const account = accountOf(tree)
  const trust = trustOf(tree)
  for (const [name, setting] of [...account.connection, ...trust.connection]) connection.set(name, setting)
  const type = settingAt(tree, 'authentication', 'type')?.value
  const hasTls = at(tree, 'tls') !== undefined
  const hasAccount = type !== undefined && type !== 'tls' && (type !== 'custom' || isSaslCustom(tree))
  const protocol = `${hasAccount ? 'SASL_' : ''}${hasTls ? 'SSL' : hasAccount ? 'PLAINTEXT' : ''}`
  const origin = at(tree, 'tls') ?? at(tree, 'authentication')
  if (protocol !== '' && origin !== undefined) {
    const place = origin.kind === 'leaf' ? origin.setting : { key: origin.path, line: origin.line }
    connection.set('security.protocol', { ...place, value: protocol })
  }
  return {
    alias: declared.value,
    declared,
    connection,
    parts: [...account.parts, ...trust.parts],
    kept: { ...account.kept, ...trust.kept },
  }
}

interface Piece {
  readonly connection: readonly (readonly [string, Setting])[]
  readonly parts: readonly Part[]
  readonly kept: Kept
}

const nothing: Piece = { connection: [], parts: [], kept: {} }

function isSaslCustom(tree: Tree): boolean {
  return settingAt(tree, 'authentication', 'sasl')?.value !== 'false'
}

function accountOf(tree: Tree): Piece {
  const type = settingAt(tree, 'authentication', 'type')
  if (type === undefined) return nothing
  switch (type.value) {
    case 'tls':
      return certificateOf(tree, type)
    case 'custom':
      return customOf(tree, type)
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512':
      return passwordOf(tree, type)
    default: {
      const mechanism = type.value.toUpperCase() === 'OAUTH' ? 'OAUTHBEARER' : type.value
      return { ...nothing, connection: [['sasl.mechanism', { ...type, value: mechanism }]] }
    }
  }
}

function passwordOf(tree: Tree, type: Setting): Piece {
  const username = settingAt(tree, 'authentication', 'username')
  const secretName = settingAt(tree, 'authentication', 'passwordSecret', 'secretName')
  const key = settingAt(tree, 'authentication', 'passwordSecret', 'password')
  const user = (username?.value ?? '').replaceAll(/["\\]/g, '\\$&')
  const jaas = `a.b.LoginModule required username="${user}" password="";`
  return {
    connection: [
      ['sasl.mechanism', { ...type, value: type.value.toUpperCase() }],
      ['sasl.jaas.config', { ...(username ?? type), value: jaas }],
    ],
    parts: [secretName, key].flatMap((setting) =>
      setting === undefined ? [] : [['sasl.password', setting] as const],
    ),
    kept:
      secretName === undefined
        ? {}
        : { password: `key ${key?.value ?? 'password'} of Secret ${secretName.value}` },
  }
}

/** Kafka's own settings, as they stand. */
function customOf(tree: Tree, type: Setting): Piece {
  const block = isSaslCustom(tree) ? 'sasl' : 'tls'
  const said = [type, settingAt(tree, 'authentication', 'sasl')].filter((setting) => setting !== undefined)
  return {
    ...nothing,
    connection: [...leavesAt(tree, 'authentication', 'config')],
    parts: said.map((setting) => [block, setting] as const),
  }
}

function certificateOf(tree: Tree, type: Setting): Piece {
  const names = ['authentication', 'certificateAndKey']
  const secretName = settingAt(tree, ...names, 'secretName')
  const certificate = settingAt(tree, ...names, 'certificate')
  const key = settingAt(tree, ...names, 'key')
  if (secretName === undefined) return nothing
  const secret = secretName.value
  return {
    connection: [
      ['ssl.keystore.certificate.chain', certificate ?? secretName],
      ['ssl.keystore.key', key ?? secretName],
    ],
    parts: [
      ['tls', type],
      ['tls.certFile', secretName],
    ],
    kept: {
      certificate: (file) => `${fetchSecret(secret, certificate?.value ?? 'user.crt')} > ${file}`,
      key: (file) => `${fetchSecret(secret, key?.value ?? 'user.key')} > ${file}`,
    },
  }
}

function trustOf(tree: Tree): Piece {
  const certificates = itemsAt(tree, 'tls', 'trustedCertificates')
  const [first] = certificates.flatMap(allSettings)
  if (first === undefined) return nothing
  const commands = certificates.map((one) => {
    const secret = settingAt(one, 'secretName')?.value ?? ''
    const pattern = settingAt(one, 'pattern')?.value
    return pattern === undefined
      ? fetchSecret(secret, settingAt(one, 'certificate')?.value ?? 'ca.crt')
      : `kubectl get secret ${word(secret)} -o json | jq -r '.data | to_entries[] | select(.key | test("${ofGlob(pattern)}")) | .value | @base64d'`
  })
  return {
    connection: [['ssl.truststore.certificates', first]],
    parts: certificates.flatMap(allSettings).map((setting) => ['tls.caFile', setting] as const),
    kept: { ca: (file) => commands.map((command) => `${command} >> ${file}`).join(' && ') },
  }
}

function fetchSecret(secret: string, key: string): string {
  return `kubectl get secret ${word(secret)} -o go-template='{{index .data "${key.replaceAll(/[^\w.-]/g, '?')}" | base64decode}}'`
}

/** A glob of Strimzi's as a pattern inside a jq text. */
function ofGlob(glob: string): string {
  const pattern = glob.replaceAll(/[^\w*-]/g, (found) => (found === '.' ? '[.]' : '.')).replaceAll('*', '.*')
  return `^${pattern}$`
}

function word(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '?')
}
