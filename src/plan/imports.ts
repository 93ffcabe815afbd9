// `import` blocks: topics that exist on a target and that a flow of the configuration writes, taken under management.
// The topic stays as it is; what changes is that Strait answers for it from now on, guards included.

import { topologyTitle } from '../mirror/claims.ts'
import { identityOf } from '../mirror/control.ts'
import { managedTopic } from './managed-things.ts'
import type { Finding } from './plan-file.ts'
import { errorFinding } from './policies/policy.ts'
import type { ChangeOf, ResourceChange } from './resource-change.ts'
import type { Outlook, Route } from './routes.ts'
import { atStart, flowTitle, titleOf } from './titles.ts'
import { topicRow } from './topics.ts'
import type { PlanView } from './view.ts'

interface Import {
  /** Its place in the model. */
  readonly path: string
  /** Undefined where the topic was named by its address, and no flow writes it. */
  readonly flow: string | undefined
  readonly cluster: string | undefined
  readonly topic: string
  /** In words: `to flow "orders"`. */
  readonly into: string
  /** Undefined where the flow does not write such a topic. */
  readonly route: Route | undefined
}

export function importsOf({ view, routes }: Outlook): Import[] {
  return (view.topology.imports ?? []).map((statement, index) => {
    const { topic } = statement
    const path = `import.${index}`
    if ('to' in statement) {
      const { to } = statement
      const route = routes.find(({ flow, after }) => flow.spec.name === to && after.name === topic)
      return {
        path,
        flow: to,
        cluster: view.topology.flows[to]?.target,
        topic,
        into: `to flow "${to}"`,
        route,
      }
    }
    const { cluster } = statement
    const route = routes.find(({ flow, after }) => flow.spec.target === cluster && after.name === topic)
    return { path, flow: route?.flow.spec.name, cluster, topic, into: `on ${cluster}`, route }
  })
}

/** `rows` with the topics that are imported: rows of their own, or said of the row that changes them anyway. */
export function withImports(outlook: Outlook, rows: readonly ResourceChange[]): ResourceChange[] {
  const imported = importsOf(outlook).flatMap(({ route }) =>
    route !== undefined && isImportOpen(route) ? [importRow(outlook, route)] : [],
  )
  const known = new Map(imported.map((row) => [row.address, row]))
  const said = rows.map((row): ResourceChange => {
    const own = row.type === 'topic' ? known.get(row.address) : undefined
    if (own === undefined || row.type !== 'topic') return row
    known.delete(row.address)
    return {
      ...row,
      change: { ...row.change, ...(own.change.importing && { importing: own.change.importing }) },
    }
  })
  return [...said, ...known.values()]
}

/** The topic is there and nobody's yet; where it is the flow's already, the block has come true. */
export function isImportOpen({ flow, before, after }: Route): boolean {
  const entry = managedTopic(flow.target, after.name)
  return before !== undefined && (entry === undefined || entry.topicId !== before.id)
}

function importRow(outlook: Outlook, route: Route): ChangeOf<'topic'> {
  const row = topicRow(outlook, route, { records: 0, bytes: 0, atMost: false, whole: true })
  const live = row.change.before
  return {
    ...row,
    change: { ...row.change, actions: ['no-op'], after: live, importing: { id: route.after.name } },
    action_reason: 'imported',
  }
}

export function importFindings(outlook: Outlook): Finding[] {
  return importsOf(outlook).flatMap((each) => {
    const { flow, cluster, topic, path } = each
    const why = whyNot(each, outlook.view)
    if (why === undefined) return []
    return [
      errorFinding('ST449', {
        ...(flow === undefined ? {} : { flow }),
        ...(cluster === undefined ? {} : { cluster }),
        subjects: [topic],
        path,
        detail: why,
      }),
    ]
  })
}

function whyNot({ flow: name, cluster, topic, route }: Import, view: PlanView): string | undefined {
  if (route === undefined) {
    if (name === undefined)
      return `No flow to ${titleOf('cluster', cluster ?? '', view.topology)} writes a topic of this name: none of a source’s topics that a filter lets in is called so there. Look at the filters and the naming, or remove the import block.`
    return `${atStart(flowTitle(name, view.topology))} writes no topic of this name: no topic of its source that its filter lets in is called so on the target. Look at the filter and the naming, or remove the import block.`
  }
  const { flow, before } = route
  if (before === undefined) {
    return `There is no topic "${topic}" on ${flow.titles.target} yet. The flow creates it; remove the import block.`
  }
  const entry = managedTopic(flow.target, topic)
  if (entry === undefined || entry.flow === flow.identity || entry.topicId !== before.id) return undefined
  const other = view.others.find(({ entry: one }) => identityOf(one) === entry.flow)?.entry
  const whose = other === undefined ? '' : ` of ${topologyTitle(other.topology)}`
  return `The topic belongs to flow "${entry.flow}"${whose} already, and a topic has one writer. Leave it there, or choose a naming that gives another name.`
}
