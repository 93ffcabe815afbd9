// replication.policy.* → the naming of a flow. Remote topics have to keep their names to the letter, also where
// an alias or a separator is one that Strait does not allow: then a template spells the prefix out.

import { defaultSeparator } from '../topology/defaults.ts'
import type { Naming } from '../topology/model.ts'
import { clusterName, type ImportContext } from './import-context.ts'
import { different, type SetupFlow, unsupported } from './mirror-setup.ts'
import type { Setting, Settings } from './setting.ts'

const amazonsExample = /^com\.amazonaws\.kafka\.samples\.CustomMM2ReplicationPolicy$/

const policies: readonly (readonly [RegExp, 'prefix' | 'identity'])[] = [
  [/(?:^|\.)DefaultReplicationPolicy$/, 'prefix'],
  [/IdentityReplicationPolicy$/, 'identity'],
  // The example of Amazon's guide for MSK, which is in wide use under its own name.
  [amazonsExample, 'identity'],
]

export function mapNaming(
  { source, named }: Pick<SetupFlow, 'source' | 'named'>,
  settings: Settings,
  flow: string,
  context: ImportContext,
): Naming {
  const { ledger } = context
  const place = `flow.${flow}`
  const policy = settings.get('replication.policy.class')
  const kind = policies.find(([shape]) => shape.test(policy?.value.trim() ?? 'DefaultReplicationPolicy'))?.[1]
  if (policy !== undefined && kind !== undefined) ledger.mapped(policy, `${place}.naming`)
  if (policy !== undefined && amazonsExample.test(policy.value.trim())) {
    ledger.say(
      policy,
      different(
        `topics keep their names, as in Amazon's example of that class; only the copy of heartbeats is called ${source}.heartbeats here`,
      ),
    )
  }
  if (policy !== undefined && kind === undefined) {
    ledger.say(
      policy,
      unsupported(
        'a class of your own decides what topics are called on the target, and Strait cannot read it: set naming to "prefix", "identity" or a template',
      ),
    )
    ledger.remark(
      place,
      'CHANGE THIS: a class of your own names remote topics in MirrorMaker. Set naming before you plan.',
    )
  }
  const separator = settings.get('replication.policy.separator')
  const text = separator?.value ?? defaultSeparator
  mapInternalSeparator(settings, text, context)
  const alias = aliasInNames(settings, { source, place }, context)
  if (kind === 'identity') {
    if (separator !== undefined)
      ledger.say(separator, different('names have no prefix under the identity policy, and so no separator'))
    return { kind: 'identity' }
  }
  if (alias + text === '') {
    if (separator !== undefined) ledger.mapped(separator, `${place}.naming`)
    return { kind: 'identity' }
  }
  return prefixNaming({ source, alias, named, text, settings, flow }, context)
}

/** What stands before a topic's name: people change it, and often to nothing, to have names without a prefix. */
function aliasInNames(
  settings: Settings,
  { source, place }: { readonly source: string; readonly place: string },
  { ledger }: ImportContext,
): string {
  const own = settings.get('target.cluster.alias')
  if (own !== undefined)
    ledger.say(
      own,
      different('only MirrorMaker’s own topics are named by it; here they are named by the cluster'),
    )
  const setting = settings.get('source.cluster.alias')
  if (setting === undefined || setting.value === source) return source
  ledger.mapped(setting, `${place}.naming`)
  ledger.notice(
    `Line ${setting.line} gives cluster "${source}" another alias. What MirrorMaker wrote down of its work stands under that one, where an agent does not look for it: topics that it filled cannot be taken over as they are. docs/moving-from-mm2.md has other ways.`,
  )
  return setting.value
}

interface Prefix {
  readonly source: string
  readonly alias: string
  readonly named: Setting
  readonly text: string
  readonly settings: Settings
  readonly flow: string
}

function prefixNaming(
  { source, alias, named, text, settings, flow }: Prefix,
  context: ImportContext,
): Naming {
  const { ledger } = context
  const separator = settings.get('replication.policy.separator')
  const isPlain = clusterName(context, source) === alias && !alias.includes(text) && /^[._-]+$/.test(text)
  if (isPlain) {
    if (separator !== undefined) ledger.mapped(separator, `flow.${flow}.separator`)
    return { kind: 'prefix', separator: text }
  }
  if (!/^[A-Za-z0-9._-]*$/.test(alias + text)) {
    ledger.refuse(separator ?? named, {
      code: 'ST231',
      summary: `"${alias}${text}orders" is no name of a topic`,
      detail:
        'Kafka allows letters, digits, ".", "_" and "-" in names: MirrorMaker cannot create such remote topics.',
    })
  }
  if (separator !== undefined) ledger.mapped(separator, `flow.${flow}.naming`)
  ledger.notice(
    `Flow ${flow} spells its prefix out as a template, so that remote topics keep their names. Java's MirrorClient finds nothing under such names, and MirrorMaker does not either: it reads the alias "${alias}" up to the first separator.`,
  )
  return { kind: 'template', template: `${alias}${text}\${topic}` }
}

function mapInternalSeparator(settings: Settings, separator: string, { ledger }: ImportContext): void {
  const setting = settings.get('replication.policy.internal.topic.separator.enabled')
  if (setting === undefined) return
  const isOff = setting.value.trim().toLowerCase() === 'false'
  ledger.say(
    setting,
    isOff && separator !== defaultSeparator
      ? unsupported(
          'internal topics are named with the separator here, so Java clients that are set to "." do not find them',
        )
      : { outcome: 'mapped', note: 'internal topics are named so here too' },
  )
}
