// replication.policy.* → the naming of a flow. Remote topics have to keep their names to the letter, also where
// an alias or a separator is one that Strait does not allow: then a template spells the prefix out.

import { defaultSeparator } from '../topology/defaults.ts'
import type { Naming } from '../topology/model.ts'
import { clusterName, type ImportContext } from './import-context.ts'
import { different, type SetupFlow, unsupported } from './mirror-setup.ts'
import type { Settings } from './setting.ts'

const policies: readonly (readonly [RegExp, 'prefix' | 'identity'])[] = [
  [/(?:^|\.)DefaultReplicationPolicy$/, 'prefix'],
  [/IdentityReplicationPolicy$/, 'identity'],
]

export function mapNaming(
  { source }: Pick<SetupFlow, 'source'>,
  settings: Settings,
  flow: string,
  context: ImportContext,
): Naming {
  const { ledger } = context
  const place = `flow.${flow}`
  const policy = settings.get('replication.policy.class')
  const kind = policies.find(([shape]) => shape.test(policy?.value.trim() ?? 'DefaultReplicationPolicy'))?.[1]
  if (policy !== undefined && kind !== undefined) ledger.mapped(policy, `${place}.naming`)
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
  if (kind === 'identity') {
    if (separator !== undefined)
      ledger.say(separator, different('names have no prefix under the identity policy, and so no separator'))
    return { kind: 'identity' }
  }
  return prefixNaming({ source, text, settings, flow }, context)
}

interface Prefix {
  readonly source: string
  readonly text: string
  readonly settings: Settings
  readonly flow: string
}

function prefixNaming({ source, text, settings, flow }: Prefix, context: ImportContext): Naming {
  const { ledger } = context
  const separator = settings.get('replication.policy.separator')
  const isPlain = clusterName(context, source) === source && !source.includes(text) && /^[._-]+$/.test(text)
  if (isPlain) {
    if (separator !== undefined) ledger.mapped(separator, `flow.${flow}.separator`)
    return { kind: 'prefix', separator: text }
  }
  if (!/^[A-Za-z0-9._-]*$/.test(source + text)) {
    ledger.refuse(separator ?? { line: 1 }, {
      code: 'ST231',
      summary: `"${source}${text}orders" is no name of a topic`,
      detail:
        'Kafka allows letters, digits, ".", "_" and "-" in names: MirrorMaker cannot create such remote topics.',
    })
  }
  if (separator !== undefined) ledger.mapped(separator, `flow.${flow}.naming`)
  ledger.notice(
    `Flow ${flow} spells its prefix out as a template, so that remote topics keep their names. Java's MirrorClient finds nothing under such names, and MirrorMaker does not either: it reads the alias "${source}" up to the first separator.`,
  )
  return { kind: 'template', template: `${source}${text}\${topic}` }
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
