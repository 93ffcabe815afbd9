// Why a row of a plan is there: what happens, by which rule, where its values come from, and what would make it a
// no-op. From the plan's public JSON.

import { blockAddress } from '../plan/made-for.ts'
import { noOpOf } from '../plan/no-op.ts'
import { isLetGo } from '../plan/order.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { dependenciesOf, means } from '../topology/block-address.ts'
import { impactRemarks, reachRemark, reasonRemark, stayText, waitRemark } from './impact-text.ts'
import { nameList } from './names.ts'
import { verdictOf } from './row-lines.ts'

/** One heading and what stands beside it. */
export type Explained = readonly (readonly [heading: string, text: string])[]

/** For a plan that is safe already. */
export function explainRow(row: ResourceChange, plan: Plan): Explained {
  const noOp = noOpOf(row, plan)
  return [
    ['what', verdictOf(row)],
    ['rule', ruleOf(row)],
    ...filterFacts(row, plan),
    ...[...reasonRemark(row, plan), ...whyItStays(row, plan)].map((text) => ['because', text] as const),
    ...[...impactRemarks(row, plan), ...reachRemark(row)].map((text) => ['means', text] as const),
    ...orderFacts(row, plan),
    ['risk', [row.risk.level, ...row.risk.reasons].join('; ')],
    ...(isChange(row)
      ? [['no-op', noOp?.words ?? 'no single edit of the topology makes it one'] as const]
      : []),
  ]
}

/** Two columns, wrapped. A heading that several facts share stands once. */
export function explainedText(title: string, facts: Explained, width: number): string {
  const column = Math.max(0, ...facts.map(([heading]) => heading.length)) + 4
  const lines = facts.flatMap(([heading, text], index) =>
    wrapLine(text, Math.max(30, width - column)).map((line, at) => {
      const isSaid = at > 0 || facts[index - 1]?.[0] === heading
      return `  ${(isSaid ? '' : heading).padEnd(column - 2)}${line}`.trimEnd()
    }),
  )
  return [title, '', ...lines].join('\n')
}

/** The rule that chose the action. */
function ruleOf(row: ResourceChange): string {
  const { type } = row
  const { actions, importing } = row.change
  const [action] = actions
  if (row.previous_topology !== undefined && (action === 'update' || importing !== undefined))
    return 'what this topology declares, and what bore a former name of it, bears its name from now on'
  if (importing !== undefined) return 'an import block takes a thing that exists under management'
  if (action === 'forget') return 'what is no longer managed is let go of and stays as it is'
  if (action === 'no-op')
    return 'it is as the configuration says, or something keeps it from being changed now'
  if (actions.length === 2)
    return 'positions belong to a flow and its target, so another target is another flow'
  switch (type) {
    case 'topic':
      if (action === 'delete')
        return 'a topic that Strait made and no flow wants is deleted where that is opted in'
      return action === 'create'
        ? 'a topic that passes a flow’s filter has a remote topic on the target'
        : 'a remote topic has as many partitions as its source, never fewer'
    case 'topic_config':
      return 'a remote topic has what is set on its source; what the flow excludes is the target’s own; equal in effect is no change'
    case 'acl':
      if (row.impact.owner === 'git') return 'an ACL that a block of the configuration declares is there'
      return action === 'delete'
        ? 'an ACL that Strait made and nothing declares or copies is deleted where that is opted in'
        : 'with acls { sync = true }, who may read a topic may read its copy'
    case 'group_offset':
      if (action === 'delete')
        return 'what Strait committed for a group that follows no more is deleted where that is opted in, and only where the group stands as far on the source'
      return 'an empty group is moved to the very record at which it stands on the source; a live one never'
    case 'flow':
      return action === 'create'
        ? 'a flow of the configuration that the target’s control topic does not hold is begun'
        : action === 'delete'
          ? 'a flow that the control topic holds and the configuration does not is stopped'
          : 'a flow whose arguments differ from those that were applied goes on with the new ones'
    case 'internal_topic':
      return 'Strait keeps its state, and MirrorMaker’s clients find their way, in topics that have to exist'
  }
}

function whyItStays(row: ResourceChange, plan: Plan): string[] {
  return row.type === 'group_offset' && !isChange(row) ? [stayText([row], plan) ?? []].flat() : []
}

/** What the row’s own block waits for, as the files say it, and what waits for the block. */
function orderFacts(row: ResourceChange, { configuration }: Plan): Explained {
  if (isLetGo(row)) return waitRemark(row).map((text) => ['order', text] as const)
  const { dependsOn = {} } = configuration
  const declared = row.type === 'acl' ? row.impact.block : undefined
  const block = row.type === 'flow' ? row.address : declared && blockAddress('acl', declared, configuration)
  if (block === undefined) return []
  const first = dependenciesOf(block, dependsOn)
  const later = Object.entries(dependsOn)
    .filter(([, references]) => references.some((reference) => means(reference, block)))
    .map(([waiting]) => waiting)
  return [
    ...(first.length === 0 ? [] : [['after', `all that apply does for ${nameList(first)}`] as const]),
    ...(later.length === 0 ? [] : [['before', `all that apply does for ${nameList(later)}`] as const]),
  ]
}

/** Which pattern let a topic or group in. */
function filterFacts(row: ResourceChange, { filters }: Plan): Explained {
  const name =
    row.type === 'topic'
      ? (row.change.after ?? row.change.before)?.sourceTopic
      : row.type === 'group_offset'
        ? row.name
        : undefined
  const kind = row.type === 'topic' ? 'topics' : 'groups'
  const report = filters.find((one) => one.flow === row.flow && one.kind === kind)
  const decided = report?.entering.find((one) => one.name === name)
  if (decided === undefined || decided.pattern === null) return []
  const place = decided.place === null ? '' : ` (${decided.place})`
  return [['filter', `${name} passes by include ${JSON.stringify(decided.pattern)}${place}`]]
}
