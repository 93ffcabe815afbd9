// A cluster of MirrorMaker → a cluster of the topology: addresses, TLS, the account.

import { type ClusterSpec, clusterSpec } from '../topology/model.ts'
import { isBootstrapAddress } from '../topology/rules/bootstrap-address.ts'
import { clusterName, type ImportContext, variableFor } from './import-context.ts'
import { mapSasl } from './map-sasl.ts'
import { mapTls } from './map-tls.ts'
import { ignored, type SetupCluster } from './mirror-setup.ts'
import type { Setting } from './setting.ts'

/** Undefined where nothing can be made of it; the ledger says why. */
export function mapCluster(cluster: SetupCluster, context: ImportContext): ClusterSpec | undefined {
  const name = clusterName(context, cluster.alias)
  const { ledger } = context
  const bootstrap = mapBootstrap(cluster, name, context)
  if (bootstrap === undefined) return undefined
  if (name !== cluster.alias) {
    ledger.say(cluster.declared, {
      outcome: 'different',
      note: `"${cluster.alias}" is called "${name}" here, where names hold letters, digits, "_" and "-"; remote topics keep the old name`,
    })
  }
  const security = securityOf(cluster, context)
  const tls = security.tls ? mapTls(cluster, name, context) : undefined
  const sasl = security.sasl ? mapSasl(cluster, name, context) : undefined
  const protocol = cluster.connection.get('security.protocol')
  if (protocol !== undefined && tls !== undefined) ledger.mapped(protocol, `cluster.${name}.tls`)
  if (protocol !== undefined && sasl !== undefined) ledger.mapped(protocol, `cluster.${name}.sasl`)
  for (const [place, setting] of cluster.parts ?? []) ledger.mapped(setting, `cluster.${name}.${place}`)
  for (const [key, setting] of cluster.connection) {
    if (isUseless(key, security) && !ledger.isSpokenFor(setting)) {
      ledger.say(setting, ignored(`security.protocol of "${cluster.alias}" is ${security.protocol}`))
    }
  }
  return clusterSpec.parse({
    name,
    bootstrap,
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
  })
}

interface Security {
  readonly protocol: string
  readonly tls: boolean
  readonly sasl: boolean
}

function isUseless(key: string, { tls, sasl }: Security): boolean {
  return (key.startsWith('ssl.') && !tls) || (key.startsWith('sasl.') && !sasl)
}

function securityOf({ alias, connection }: SetupCluster, { ledger }: ImportContext): Security {
  const setting = connection.get('security.protocol')
  const protocol = setting?.value.trim().toUpperCase() ?? 'PLAINTEXT'
  const tls = protocol === 'SSL' || protocol === 'SASL_SSL'
  const sasl = protocol.startsWith('SASL_')
  if (setting === undefined) return { protocol, tls, sasl }
  if (!['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'].includes(protocol)) {
    ledger.refuse(setting, {
      code: 'ST231',
      summary: `"${setting.key}" has no protocol that Kafka knows`,
      detail: 'MirrorMaker does not start with it. Kafka knows PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL.',
    })
  }
  if (!tls && !sasl) {
    ledger.say(setting, { outcome: 'mapped', note: `cluster "${alias}" has neither tls nor sasl, as here` })
  }
  return { protocol, tls, sasl }
}

function mapBootstrap(
  { alias, connection, declared }: SetupCluster,
  name: string,
  context: ImportContext,
): string[] | undefined {
  const { ledger } = context
  const setting = connection.get('bootstrap.servers')
  if (setting === undefined) {
    ledger.refuse(declared, {
      code: 'ST231',
      summary: `Cluster "${alias}" has no address`,
      detail: `MirrorMaker does not start without ${alias}.bootstrap.servers.`,
    })
    return undefined
  }
  const place = `cluster.${name}.bootstrap`
  const variable = variableFor(
    setting,
    { name: `${name}_bootstrap`, type: 'list(string)', description: `the addresses of cluster ${name}` },
    context,
  )
  ledger.mapped(setting, place)
  if (variable !== undefined) {
    ledger.instead.set(place, variable)
    return ['unknown:9092']
  }
  return addressesOf(setting, context)
}

function addressesOf(setting: Setting, { ledger }: ImportContext): string[] | undefined {
  const addresses = setting.value
    .split(',')
    .map((address) => address.trim().replace(/^[0-9A-Za-z_.%-]*:\/\//, ''))
    .filter((address) => address !== '')
  const wrong = addresses.length === 0 || !addresses.every(isBootstrapAddress)
  if (!wrong) return addresses
  ledger.refuse(setting, {
    code: 'ST231',
    summary: `"${setting.key}" holds something else than host:port`,
    detail: 'Addresses are host:port, with commas between them.',
  })
  return undefined
}
