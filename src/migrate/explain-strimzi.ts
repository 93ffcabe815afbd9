// What became of a field of a KafkaMirrorMaker2 that no part of the mapping spoke about.

import { didYouMean } from '../std/did-you-mean.ts'
import { explainConnector } from './explain-connector.ts'
import { explainClient, explainName } from './explain-keys.ts'
import { different, ignored, unsupported, type Verdict } from './mirror-setup.ts'
import { clientNames, connectorNames, workerNames } from './mm2-names.ts'
import type { Setting } from './setting.ts'

export function explainStrimzi({ key, value }: Setting, all: readonly Setting[]): Verdict {
  const [, section, name] = /^spec\.mirrors\[\d+\]\.(\w+)\.config\.(.+)$/.exec(key) ?? []
  if (section !== undefined && name !== undefined) return explainConnector(section, name, value)
  const config =
    /^spec\.(?:clusters\[\d+\]|sourceClusters\[\d+\]|target|targetCluster|mirrors\[\d+\]\.source)\.config\.(.+)$/.exec(
      key,
    )?.[1]
  if (config !== undefined) return explainWorker(config)
  const field = key.split('.').at(-1) ?? ''
  if (/\.tasksMax$/.test(key)) return explainName('tasks.max') ?? different('there are no tasks')
  if (/^spec\.(?:mirrors\[\d+\]\.)?(?:connectCluster|targetCluster|sourceCluster|source\.alias)$/.test(key)) {
    return { outcome: 'mapped', note: 'it names a cluster of a flow' }
  }
  if (/\.alias$/.test(key)) return { outcome: 'mapped', note: 'it names a cluster' }
  if (/\.(?:groupId|\w+StorageTopic)$/.test(key)) {
    return different(
      'Strait keeps its state in strait.control.internal and strait.positions.internal on the target',
    )
  }
  if (/\.(?:pause|state|autoRestart(?:\.\w+)?)$/.test(key))
    return different('agents go on by themselves; strait pause and strait resume stop and start a flow')
  if (/\.(?:topics|groups)\w*Pattern$/.test(key))
    return ignored('another field of the mirror beats it, or no connector runs that reads it')
  if (/\.authentication\./.test(key)) return unsupported('this way of logging in does not exist here')
  if (/^spec\.(?:clusters|sourceClusters|mirrors|target|targetCluster)/.test(key)) {
    const near = didYouMean(field, [
      'bootstrapServers',
      'topicsPattern',
      'groupsPattern',
      'topicsExcludePattern',
      'groupsExcludePattern',
      'sourceConnector',
      'checkpointConnector',
      'authentication',
    ])
    return ignored(
      'Strimzi’s operator knows no field of this name',
      near === undefined || near === field ? undefined : near,
    )
  }
  return different(all.length > 0 ? 'it describes how MirrorMaker runs in Kubernetes' : '')
}

function explainWorker(name: string): Verdict {
  const known = explainName(name)
  if (known !== undefined) return known
  const client = /^(?:consumer|producer|admin)\.(.+)$/.exec(name)?.[1]
  if (client !== undefined) return explainClient(client)
  if (workerNames.has(name)) return different('belongs to Kafka Connect, which Strait does not use')
  if (connectorNames.has(name))
    return ignored('a cluster’s config is not read by the connectors: it belongs into a connector’s config')
  const near = didYouMean(name, [...workerNames, ...clientNames])
  return near === undefined ? explainClient(name) : ignored('nobody reads a setting of this name', near)
}
