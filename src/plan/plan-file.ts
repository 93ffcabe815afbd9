// The plan as a file: one set of schemas, from which schemas/plan.schema.json is generated. The same major
// version stays readable: readers ignore keys that they do not know, and refuse another major version. A checksum
// over all of it tells a file that was cut short or edited from one that was reviewed.

import * as z from 'zod'
import { StraitError } from '../errors/strait-error.ts'
import { revision } from '../mirror/control.ts'
import { output, topology } from '../topology/model.ts'
import { canonicalJson, sha256 } from './canonical.ts'
import { filterReport } from './filter-report.ts'
import { missingPermission } from './missing-permissions.ts'
import { resourceChange, risk } from './resource-change.ts'

export const formatVersion = '1.0'

/** An error stops apply; a warning is for the reader. Names in it are as hostile as Kafka allows. */
export const finding = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  summary: z.string(),
  /** What is the matter, why, and the way out. */
  detail: z.string(),
  flow: z.string().nullable(),
  /** Of the flow, where it is not `flow.NAME`. */
  address: z.string().optional(),
  cluster: z.string().nullable(),
  /** The topics, groups or clusters it is about. */
  subjects: z.array(z.string()),
  /** What it is about by its place in `configuration`, as `flow.orders.replicationFactor`; absent for no single thing. */
  path: z.string().optional(),
  /** Where in the files is written what it is about, as `flows.hcl:12`. */
  place: z.string().optional(),
})

/** What another topology has on a cluster that it shares with the planned one. */
const foreignTopology = z.object({
  /** Null for one without a name. */
  name: z.string().nullable(),
  /** Those that are not stopped, as their files call them. */
  flows: z.array(z.string()),
  topics: z.number().int(),
  acls: z.number().int(),
  groups: z.number().int(),
})

export const plan = z.object({
  format_version: z.string(),
  strait_version: z.string(),
  /** When the live state was read, ISO 8601. */
  timestamp: z.string(),
  revision,
  /** What was planned, with references to secrets and no secret. */
  configuration: topology,
  /** What the topology hands on. Nothing remembers what it was before, so it is no change and no decision input. */
  planned_values: z.object({ outputs: z.record(z.string(), output) }),
  /** In the order in which apply goes through them. */
  resource_changes: z.array(resourceChange),
  /** What someone changed behind Strait's back since the last apply. Never counted as a proposed change. */
  resource_drift: z.array(resourceChange),
  summary: z.object({
    add: z.number().int(),
    change: z.number().int(),
    destroy: z.number().int(),
    forget: z.number().int(),
    import: z.number().int(),
    /** Flows that stop, topics that are no longer copied, ACLs that are deleted: what the brake counts. */
    lets_go: z.number().int(),
    /** Topics of each flow's target that no flow writes to: left alone. */
    unmanaged_topics: z.record(z.string(), z.number().int()),
    /** Configs that only the target sets on a remote topic: left as they are, by cluster. */
    left_alone_configs: z.record(z.string(), z.number().int()),
    /** Of those topics: what Strait made and no flow wants any more, by cluster. Nobody opted to delete it. */
    left_behind_topics: z.record(z.string(), z.array(z.string())),
    /**
     * On each flow's target: configs of remote topics that the source does not decide, ACLs and groups of others; on
     * each cluster: what other topologies have there.
     */
    left_alone: z.record(
      z.string(),
      z.object({
        config_keys: z.number().int(),
        acls: z.number().int(),
        groups: z.number().int(),
        /** What other topologies applied there, by their names. */
        topologies: z.array(foreignTopology).optional(),
      }),
    ),
    risk: risk.shape.level,
  }),
  /** The number that `--allow-destroy` named, null where it was not given. */
  allow_destroy: z.number().int().nullable(),
  errors: z.array(finding),
  warnings: z.array(finding),
  errored: z.boolean(),
  /** The truth table of every flow's filters. */
  filters: z.array(filterReport),
  /** What the connected principals may not do of what apply and agents will need. */
  missing_permissions: z.array(missingPermission),
  fingerprint: z.object({
    /** Of the versions and `inputs`; of nothing that moves by itself. */
    hash: z.string(),
    /** Every decision input under a name that a person understands. */
    inputs: z.record(z.string(), z.string()),
  }),
})

/** What a plan file has beside the plan. */
const planFile = plan.extend({
  /** The planned directory, seen from the file. */
  directory: z.string().optional(),
  /** Of everything else in the file: `sha256:` of its JSON with sorted keys and no white space. */
  checksum: z.string(),
})

export type ForeignTopology = z.infer<typeof foreignTopology>
export type Finding = z.infer<typeof finding>
export type Plan = z.infer<typeof plan>

/** The JSON Schema of a plan file, draft 2020-12. */
export function planJsonSchema(): unknown {
  return z.toJSONSchema(planFile, { io: 'input', reused: 'ref' })
}

export interface PlanFile {
  readonly plan: Plan
  /** Where the planned directory is, seen from the file; undefined where the plan was printed and not saved. */
  readonly directory?: string | undefined
}

/** The text of a plan file. */
export function encodePlan({ plan: planned, directory }: PlanFile): string {
  const content = directory === undefined ? planned : { ...planned, directory }
  return `${JSON.stringify({ ...content, checksum: checksumOf(content) }, null, 2)}\n`
}

function checksumOf(content: object): string {
  return sha256(canonicalJson(content))
}

/**
 * Reads a plan file. Throws StraitError ST429 for what is not a plan, ST430 for a newer major version, ST480 for a
 * plan that is not as it was written.
 */
export function decodePlan(text: string): PlanFile {
  const json = parseJson(text)
  const version = z.object({ format_version: z.string() }).safeParse(json).data?.format_version
  if (version === undefined)
    throw new StraitError('ST429', 'This file is not a plan: format_version is missing.')
  if (version.split('.')[0] !== formatVersion.split('.')[0]) {
    throw new StraitError(
      'ST430',
      `The plan has format ${version}, this version of Strait reads ${formatVersion}. Plan again with this version, or apply with the one that planned.`,
      { facts: { formatVersion: version } },
    )
  }
  assertUnchanged(json)
  const parsed = planFile.safeParse(json)
  if (parsed.success) {
    const { checksum: _, directory, ...planned } = parsed.data
    return { plan: planned, directory }
  }
  const [issue] = parsed.error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  throw new StraitError(
    'ST429',
    `This file is not a valid plan: ${place}: ${issue?.message ?? 'unreadable'}.`,
  )
}

/** Also over keys that this version does not know: they were reviewed too. */
function assertUnchanged(json: unknown): void {
  const { checksum, ...content }: { checksum?: unknown } = { ...Object(json) }
  if (checksum === checksumOf(content)) return
  throw new StraitError(
    'ST480',
    checksum === undefined
      ? 'The plan file has no checksum, so nobody can tell whether it is what was reviewed. Plan again with --out.'
      : 'The plan file is not as it was written: its checksum differs. Plan again, and review the new plan.',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new StraitError('ST429', 'This file is not a plan: it is not JSON.', { cause })
  }
}
