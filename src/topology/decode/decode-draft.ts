// Open modules → draft: every cluster, flow and ACL of each, one per instance, as far as each can be read.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Block } from '../../hcl/ast.ts'
import { limits } from '../../hcl/limits.ts'
import {
  completeFlow,
  completeGroups,
  completeTopics,
  type FlowFilters,
  type WrittenFilter,
} from '../complete-flow.ts'
import { aclDefaults, clusterResource } from '../defaults.ts'
import type { Declared, Draft } from '../draft.ts'
import { type Finding, reportIn, toDiagnostic } from '../finding.ts'
import { type Instance, instancesOf } from '../instances.ts'
import { type AclSpec, aclSpec, type ClusterSpec, clusterSpec, type FlowSpec, flowSpec } from '../model.ts'
import type { OpenModule } from '../modules/open-module.ts'
import type { OriginNotes } from '../origins.ts'
import { duplicateName } from '../rules/duplicate-name.ts'
import { joinedLength } from '../rules/name-characters.ts'
import { scopeOf } from '../scope.ts'
import { validateFields } from '../validate-fields.ts'
import { type WrittenDefaults, withDefaults } from '../written-defaults.ts'
import { aclShape, clusterShape, flowShape } from './block-shapes.ts'
import { type DecodedBody, decodeBody, type Place } from './decode-body.ts'
import { asFilter, decodeFilters, type Surface } from './decode-filters.ts'
import type { BlockShape } from './shape.ts'

export interface DraftContext extends Pick<Place, 'sources' | 'origins'> {
  /** What holds for flows that do not say it themselves. */
  readonly defaults: WrittenDefaults
  readonly report: (diagnostic: Diagnostic) => void
}

/** Reads all clusters, filters, flows and ACLs. */
export function decodeDraft(modules: readonly OpenModule[], context: DraftContext): Draft {
  const { sources, origins } = context
  const filtersOfKind = (kind: 'topics' | 'groups') => decodeFilters(kind, modules, { sources, origins })
  const filters = { topics: filtersOfKind('topics'), groups: filtersOfKind('groups') }
  const within = allowance(context)
  const clusters = modules.flatMap((module) =>
    [...module.declarations.named.cluster].flatMap(([label, block]) =>
      within(block, module.names.clusterInstances.get(label) ?? []).map((instance) =>
        decodeCluster({ kind: 'cluster', module, block, instance }, context),
      ),
    ),
  )
  const flows = modules.flatMap((module) =>
    [...module.declarations.named.flow].flatMap(([label, block]) =>
      within(block, instancesIn(module, label, block)).map((instance) =>
        decodeFlow({ kind: 'flow', module, block, instance }, context, filters),
      ),
    ),
  )
  const acls = modules.flatMap((module) =>
    [...module.declarations.named.acl].flatMap(([label, block]) =>
      within(block, instancesIn(module, label, block)).map((instance) =>
        decodeAcl({ kind: 'acl', module, block, instance }, context),
      ),
    ),
  )
  return {
    clusters: collect(clusters, context),
    flows: collect(flows, context),
    acls: collect(acls, context),
    origins,
  }
}

/** Passes instances through until there are more than any topology needs. */
function allowance({ report }: DraftContext) {
  let left = limits.instances
  return (block: Block, instances: readonly Instance[]): readonly Instance[] => {
    left -= instances.length
    if (left >= 0) return instances
    if (left + instances.length >= 0) report(toDiagnostic(tooMany(block), {}))
    return []
  }
}

function tooMany({ headerRange }: Block): Finding {
  return {
    code: 'ST128',
    summary: 'There are too many clusters, flows and ACLs',
    detail: `A topology may have ${limits.instances} of them, repeated ones counted as often as they are repeated.`,
    subject: headerRange,
  }
}

function instancesIn(module: OpenModule, name: string, block: Block): readonly Instance[] {
  const { place, names, literalScope } = module
  const scope = scopeOf({ ...literalScope, namespaces: names.namespaces, context: `${block.type} "${name}"` })
  return instancesOf(block, { name, place }, scope) ?? []
}

interface Subject {
  readonly kind: 'cluster' | 'flow' | 'acl'
  readonly module: OpenModule
  readonly block: Block
  readonly instance: Instance
}

interface Filters {
  readonly topics: ReadonlyMap<string, WrittenFilter>
  readonly groups: ReadonlyMap<string, WrittenFilter>
}

function decodeCluster(subject: Subject, context: DraftContext): Declared<ClusterSpec> {
  const { declared, scope, written } = decodeSubject(subject, clusterShape, context)
  const { spec, findings } = validateFields(
    clusterSpec,
    { ...written, name: declared.name },
    {
      origins: context.origins,
      path: declared.path,
    },
  )
  for (const finding of findings) reportIn(scope, finding)
  return { ...declared, spec }
}

function decodeFlow(subject: Subject, context: DraftContext, filters: Filters): Declared<FlowSpec> {
  const { declared, scope, written: own } = decodeSubject(subject, flowShape, context)
  const written = withDefaults(own, context.defaults, { path: declared.path, origins: context.origins })
  const flowFilters = filtersOf(written, filters)
  noteFilterOrigins(declared.path, written, context.origins)
  const fields = completeFlow(declared.name, written, flowFilters)
  const { spec, findings } = validateFields(flowSpec, fields, {
    origins: context.origins,
    path: declared.path,
  })
  for (const finding of findings) reportIn(scope, finding)
  return { ...declared, spec }
}

function decodeAcl(subject: Subject, context: DraftContext): Declared<AclSpec> {
  const { declared, scope, written } = decodeSubject(subject, aclShape, context)
  const ofCluster = written['resourceType'] === 'cluster' ? { resourceName: clusterResource } : {}
  const fields = { ...aclDefaults, ...ofCluster, ...written, name: declared.name }
  const { spec, findings } = validateFields(aclSpec, fields, {
    origins: context.origins,
    path: declared.path,
  })
  for (const finding of findings) reportIn(scope, finding)
  return { ...declared, spec }
}

function decodeSubject({ kind, module, block, instance }: Subject, shape: BlockShape, context: DraftContext) {
  const label = block.labels[0]?.text ?? ''
  const path = `${kind}.${instance.name}`
  const title = `${kind} "${label}"`
  const { headerRange } = block
  const surroundings = {
    context: title,
    ...(instance.address === undefined ? {} : { address: instance.address }),
    ...(instance.each === undefined ? {} : { each: instance.each }),
  }
  const scope = scopeOf({ ...module.literalScope, namespaces: module.names.namespaces, ...surroundings })
  const tooLong = module.place.address && joinedLength(kind, instance.name, headerRange)
  if (tooLong) reportIn(scope, tooLong)
  const surface: Surface = { scope, sources: context.sources, origins: context.origins }
  context.origins.set(path, { name: kind, range: headerRange })
  const written = decodeBody(block.body, shape, {
    ...surface,
    path,
    title,
    noun: kind === 'acl' ? 'an acl' : `a ${kind}`,
    header: headerRange,
  })
  return { declared: { name: instance.name, path, header: headerRange, surroundings }, scope, written }
}

/** A filter by reference that cannot be resolved is absent: the reference itself was reported. */
function filtersOf(written: DecodedBody, filters: Filters): FlowFilters {
  const topics = inlineOrNamed(written, 'topics', filters)
  const groups = inlineOrNamed(written, 'groups', filters)
  const everyGroup = groups === undefined && written['groupsFilter'] === undefined
  return {
    topics: topics === undefined ? undefined : completeTopics(topics),
    groups: groups === undefined && !everyGroup ? undefined : completeGroups(groups ?? {}),
  }
}

function inlineOrNamed(
  written: DecodedBody,
  kind: 'topics' | 'groups',
  filters: Filters,
): WrittenFilter | undefined {
  const inline = written[kind]
  if (inline !== undefined) return asFilter(inline as DecodedBody)
  return filters[kind].get(String(written[`${kind}Filter`]))
}

/** Patterns of a named filter are found under the flow that uses them, at the lines of the filter. */
function noteFilterOrigins(path: string, written: DecodedBody, origins: OriginNotes): void {
  for (const kind of ['topics', 'groups']) {
    const name = written[`${kind}Filter`]
    const reference = origins.get(`${path}.${kind}Filter`)
    if (name === undefined || reference === undefined) continue
    origins.set(`${path}.${kind}`, reference)
    for (const list of ['include', 'exclude']) {
      const named = `${kind}.${String(name)}.${list}`
      for (let index = -1; ; index++) {
        const element = index < 0 ? '' : `.${index}`
        const origin = origins.get(named + element)
        if (origin === undefined) break
        origins.set(`${path}.${kind}.${list}${element}`, origin)
      }
    }
  }
}

/** By name; a repeated block may make a name that another block has already. */
function collect<Spec>(
  all: readonly Declared<Spec>[],
  { report }: DraftContext,
): Map<string, Declared<Spec>> {
  const found = new Map<string, Declared<Spec>>()
  for (const declared of all) {
    const first = found.get(declared.name)
    if (first === undefined) {
      found.set(declared.name, declared)
      continue
    }
    const [kind = ''] = declared.path.split('.')
    const noun = { flow: 'Flow', acl: 'ACL' }[kind] ?? 'Cluster'
    const finding = duplicateName({ noun, name: declared.name, range: declared.header }, first.header)
    const detail = [declared, first].some(({ surroundings }) => surroundings.address?.startsWith('module.'))
      ? 'A module makes names of the form module--block, a repeated block of the form block-key. Rename one of the two.'
      : 'A repeated block makes names of the form block-key. Rename one of the two.'
    report(toDiagnostic({ ...finding, detail }, declared.surroundings))
  }
  return found
}
