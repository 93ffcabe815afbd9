// What is managed and does not change: whose it is, and by which rule it would.

import { blockAddress } from '../plan/made-for.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { StandingConfig } from '../plan/standing-config.ts'
import type { SteadyThing } from '../plan/steady.ts'
import { titleOf } from '../plan/titles.ts'
import { ownerText, type WrittenIn } from './explain-attribute.ts'
import type { Explained } from './explain-text.ts'
import { nameList } from './names.ts'

interface Known {
  readonly plan: Plan
  readonly writtenIn: WrittenIn | undefined
}

export function explainSteady(thing: SteadyThing, known: Known): Explained {
  const { address, flows, sourceTopic } = thing
  const { configuration } = known.plan
  const { source = '' } = configuration.flows[flows[0] ?? ''] ?? {}
  return [
    ['what', `nothing changes for ${address}`],
    ['managed', managerText(thing, known.plan)],
    ['rule', ruleOf(thing, known.plan)],
    ...filterFacts(thing, known),
    ...(sourceTopic === undefined
      ? []
      : [['means', `the copy of ${sourceTopic} on ${titleOf('cluster', source, configuration)}`] as const]),
  ]
}

/** One config of a copy whose other configs may change. */
export function explainConfig(
  address: string,
  { value, isSet, onSource, owner, kept }: StandingConfig,
  { flow, configuration }: { readonly flow: string; readonly configuration: Plan['configuration'] },
): Explained {
  const [source, target] = (['source', 'target'] as const).map((side) =>
    titleOf('cluster', configuration.flows[flow]?.[side] ?? '', configuration),
  )
  const clusters = { source: source ?? '', target: target ?? '' }
  const is = value === undefined ? '(sensitive value)' : JSON.stringify(value)
  return [
    ['what', `nothing changes for ${address}`],
    [
      'value',
      value === null ? 'none' : `${is}, ${isSet ? 'set on the topic' : `as ${clusters.target} has it`}`,
    ],
    ['from', ownerText({ owner, source: onSource }, clusters)],
    ...(kept === undefined || kept === 'ignored' ? [] : [['because', keptText[kept]] as const]),
    ['managed', `by ${blockAddress('flow', flow, configuration)}`],
  ]
}

const keptText = {
  theirs: 'it is set there only, and stays (deletes { configs = true })',
  report: 'somebody changed it, and it is left so (drift = "report")',
  adopt: 'somebody changed it, and it is left so (drift = "adopt")',
} as const

function managerText({ block, flows }: SteadyThing, { configuration }: Plan): string {
  if (block !== undefined) return `by ${blockAddress('acl', block, configuration)}`
  const owners = flows.map((flow) => blockAddress('flow', flow, configuration))
  return owners.length > 1 ? `by at least one of ${nameList(owners)}` : `by ${nameList(owners)}`
}

function ruleOf({ type, block, flows }: SteadyThing, { configuration }: Plan): string {
  const syncs = configuration.flows[flows[0] ?? '']?.configs.sync === true
  switch (type) {
    case 'topic':
      return 'it is there, with no fewer partitions than its source'
    case 'topic_config':
      return syncs
        ? 'what is set on the source holds here already, or belongs to the target; equal in effect is no change'
        : 'with configs { sync = false } configs are set once, when the topic is made'
    case 'internal_topic':
      return 'it is there: Strait keeps its state, and MirrorMaker’s clients find their way, in it'
    case 'acl':
      return block === undefined
        ? 'with acls { sync = true }, who may read a topic may read its copy, and this one may'
        : 'an ACL that a block of the configuration declares is there'
    case 'group_offset':
      return 'the group stands where it should, has committed nothing on what is copied, or waits for the copy'
  }
}

/** The pattern with its place, where the files are at hand. */
function filterFacts(
  { type, name, sourceTopic, flows: [flow = ''], pattern }: SteadyThing,
  { plan, writtenIn }: Known,
): Explained {
  if (pattern === undefined) return []
  const kind = type === 'group_offset' ? 'groups' : 'topics'
  const at = plan.configuration.flows[flow]?.[kind].include.indexOf(pattern)
  const source = writtenIn?.(`flow.${flow}`, `${kind}.include.${at}`)
  const place = source === undefined ? '' : ` (${source.place})`
  return [['filter', `${sourceTopic ?? name} passes by include ${JSON.stringify(pattern)}${place}`]]
}
