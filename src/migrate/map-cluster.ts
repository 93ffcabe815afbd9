// A cluster of MirrorMaker → a cluster of the topology: addresses, TLS, the account.

import { type ClusterSpec, clusterSpec } from '../topology/model.ts'
import { isBootstrapAddress } from '../topology/rules/bootstrap-address.ts'
import { clusterName, type ImportContext, variableFor, variableName } from './import-context.ts'
import { mapSasl } from './map-sasl.ts'
import { mapTls } from './map-tls.ts'
import { ignored, type SetupCluster } from './mirror-setup.ts'
import { holdsPlaceholder } from './placeholder.ts'
import type { Setting } from './setting.ts'

/** Undefined where nothing can be made of it; the ledger says why. */
export function mapCluster(cluster: SetupCluster, context: ImportContext): ClusterSpec | undefined {
  const name = clusterName(context, cluster.alias)
  const { ledger } = context
  if (cluster.alias === '') {
    ledger.refuse(cluster.declared, {
      code: 'ST231',
      summary: 'A cluster has no alias',
      detail: 'Remote topics and MirrorMaker’s own topics are named by it.',
    })
    return undefined
  }
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
  { alias, connection, declared, strayed }: SetupCluster,
  name: string,
  context: ImportContext,
): string[] | undefined {
  const { ledger } = context
  const setting = connection.get('bootstrap.servers')
  if (setting === undefined) {
    ledger.refuse(declared, {
      code: 'ST231',
      summary: `Cluster "${alias}" has no address`,
      detail: missingAddress(alias, strayed),
    })
    return undefined
  }
  const place = `cluster.${name}.bootstrap`
  const addresses = addressesOf(setting)
  const unknown = {
    name: variableName(`${name}_bootstrap`),
    type: 'list(string)',
    description: `the addresses of cluster ${name}`,
  } as const
  const variable =
    variableFor(setting, unknown, context) ??
    (addresses === undefined && holdsPlaceholder(setting.value)
      ? ledger.variable(unknown.name, unknown, {
          note: `${unknown.description}; ${setting.key} has a placeholder`,
          line: setting.line,
        })
      : undefined)
  ledger.mapped(setting, place)
  if (variable !== undefined) {
    ledger.instead.set(place, variable)
    return ['unknown:9092']
  }
  if (addresses === undefined) {
    ledger.refuse(setting, {
      code: 'ST231',
      summary: `"${setting.key}" holds something else than host:port`,
      detail: 'Addresses are host:port, with commas between them.',
    })
  }
  return addresses
}

/** Undefined where it is no list of addresses. */
function addressesOf({ value }: Setting): string[] | undefined {
  const addresses = value
    .split(',')
    .map((address) => address.trim().replace(/^[0-9A-Za-z_.%-]*:\/\//, ''))
    .filter((address) => address !== '')
  return addresses.length > 0 && addresses.every(isBootstrapAddress) ? addresses : undefined
}

function missingAddress(alias: string, strayed: Setting | undefined): string {
  const near = strayed === undefined ? '' : ` Line ${strayed.line} has "${strayed.key}", which nobody reads.`
  return `MirrorMaker does not start without ${alias}.bootstrap.servers.${near}`
}
