// One row of a plan: what happens to one thing, in Terraform's shape so that recipes for its plan JSON work.
// What Strait adds stands beside `change`: `impact` (what it means for data and consumers) and `risk`. Apply
// reads nothing but these rows, so a row carries everything that its calls need.

import * as z from 'zod'
import { flowSpec } from '../topology/model.ts'

/** An array, so that "contains delete" finds every loss. */
export const actions = z.union([
  z.tuple([z.literal('no-op')]),
  z.tuple([z.literal('create')]),
  z.tuple([z.literal('update')]),
  z.tuple([z.literal('delete')]),
  /** Not managed any more; the real thing stays as it is. */
  z.tuple([z.literal('forget')]),
  z.tuple([z.literal('delete'), z.literal('create')]),
])

export const risk = z.object({
  level: z.enum(['none', 'low', 'medium', 'high']),
  /** Plain sentences without a full stop, one a rule that raised the level. */
  reasons: z.array(z.string()),
})

const count = z.number().int().nonnegative()
const configs = z.record(z.string(), z.string())

export const blastRadius = z.object({
  /** With commits on a topic that it touches, there or further down. */
  groups: z.array(z.string()),
  /** That an ACL names for one of them. */
  principals: z.array(z.string()),
  /** That carry it on, each once. */
  flows: z.array(z.string()),
})

export const topicAttributes = z.object({
  /** The topic that it is a copy of, on the flow's source. */
  sourceTopic: z.string(),
  partitions: z.number().int().positive(),
  /** -1 takes the cluster's default. */
  replicationFactor: z.number().int(),
  /** Those set on the topic itself. */
  configs,
})

/** Every config set on the topic itself: what stands in both is kept, what is missing in `after` is unset. */
export const topicConfigAttributes = z.object({ configs })

export const internalTopicAttributes = z.object({
  partitions: z.number().int().positive(),
  replicationFactor: z.number().int(),
  configs,
})

export const aclAttributes = z.object({
  resourceType: z.enum(['topic', 'group', 'cluster', 'transactional_id', 'delegation_token', 'user']),
  resourceName: z.string(),
  patternType: z.enum(['literal', 'prefixed']),
  principal: z.string(),
  host: z.string(),
  operation: z.string(),
  permission: z.enum(['allow', 'deny']),
})

/** Only partitions that move; `before` has no entry where the group had no commit there. */
export const groupOffsetAttributes = z.object({
  offsets: z.array(
    z.object({ topic: z.string(), partition: z.number().int(), offset: count, metadata: z.string() }),
  ),
})

/** False where the planner may not read sizes, and `bytes` says nothing. */
const bytes_known = z.literal(false).optional()

const topicImpact = z.object({
  /** What the flow will write into it, as far as offsets tell. */
  records: count,
  bytes: count,
  bytes_known,
  /** Consumer groups with commits on it. */
  groups: z.array(z.string()),
})

const topicConfigImpact = z.object({
  groups: z.array(z.string()),
  /** Keys that only the target sets: they are unset, because the source leaves them at its default. */
  target_only: z.array(z.string()),
  /** Retention that comes down in steps: this row makes one of them. */
  steps: z.array(z.object({ config: z.string(), wanted: z.string(), applies_left: count })).optional(),
  /** Every key in which source and target differ, with both values and who decides; null is a default. */
  keys: z
    .record(
      z.string(),
      z.object({
        source: z.string().nullable(),
        target: z.string().nullable(),
        owner: z.enum(['git', 'source', 'target']),
      }),
    )
    .optional(),
})

const aclImpact = z.object({
  /** Who decides it: an `acl` block, or the source whose topics a flow copies. Absent for what is let go. */
  owner: z.enum(['git', 'source']).optional(),
  /** The name of the `acl` block. */
  block: z.string().optional(),
})

const groupOffsetImpact = z.object({
  /** Partitions that move. */
  partitions: count,
  /** Of those, how many go backwards. */
  rewinds: count,
  /** Records that the group gets again, and that it never gets, when it goes on where the row puts it. */
  redelivered: count,
  skipped: count,
  /** Source offsets behind its commit of which the target holds nothing: skipped too, where they are records. */
  missing: count,
  /** Records left to consume on the target after the move. */
  lag: count,
  /** Which of these counts are upper bounds; all others are exact. */
  at_most: z.array(z.enum(['redelivered', 'skipped', 'lag'])).optional(),
  /** Partitions whose offset cannot be translated yet, because the copy has not come that far. */
  waiting: count,
})

const range = z.object({ min: z.number().nonnegative(), max: z.number().nonnegative() })

const pace = z.object({
  /** What the source adds to the flow's topics, by the last hour and by the last day. */
  growth: z.object({ records_per_second: range, bytes_per_second: range }),
  /** Until the copy has caught up while the source grows; `max` is null where it may never. Null without a limit. */
  eta_seconds: z.object({ min: count, max: count.nullable() }).nullable(),
  /** Records by topic that expire on the source before they are copied. */
  expiring: z.record(z.string(), count),
})

const flowImpact = z.object({
  topics: count,
  partitions: count,
  /** Left to copy. */
  records: count,
  bytes: count,
  /** Offsets are an upper bound here: a start by time, or compacted topics. */
  at_most: z.boolean(),
  bytes_known,
  /** Under the flow's limit; null where there is none. */
  eta_seconds: count.nullable(),
  pace: pace.optional(),
  groups: count,
  /** Names that a changed filter lets in and keeps out. */
  topics_entering: z.array(z.string()),
  topics_leaving: z.array(z.string()),
  groups_entering: z.array(z.string()),
  groups_leaving: z.array(z.string()),
})

const deletable = {
  /** Of a topic that is deleted: the id of the very topic that is meant. */
  topic_id: z.string().optional(),
}

export const resourceChange = z.discriminatedUnion('type', [
  z.object({ ...row('topic', topicAttributes), ...deletable, impact: topicImpact }),
  z.object({
    ...row('topic_config', topicConfigAttributes),
    impact: topicConfigImpact,
    /** Of a topic that Strait made: its entry as apply is to note it. */
    remembered: z.object({ address: z.string(), flow: z.string(), protect: z.boolean(), configs }).optional(),
  }),
  z.object({ ...row('acl', aclAttributes), impact: aclImpact }),
  z.object({
    ...row('group_offset', groupOffsetAttributes),
    impact: groupOffsetImpact,
    /** The note of the places that Strait committed for the group, as it is afterwards. */
    remembered: z
      .object({
        address: z.string(),
        flow: z.string(),
        protect: z.boolean(),
        commits: z.record(z.string(), z.array(z.number().int())),
      })
      .optional(),
    /** Of places that are deleted: an agent keeps them until the flow lets go, so they may move on until then. */
    moves_on: z.literal(true).optional(),
  }),
  z.object({
    ...row('flow', flowSpec),
    impact: flowImpact,
    /** Where a flow that was given another target runs until now: its control topic is told to stop it. */
    previous_cluster: z.string().nullable(),
    /** For the control entry: topics, with their partition counts, that begin at `start`. */
    initial_topics: z.record(z.string(), z.number().int()),
    /** Of a flow that was protected once: the commit that lifted it, null outside of git. */
    protection_lifted: z.object({ commit: z.string().nullable() }).optional(),
    /** The id of the cluster that it reads from, for the control entry. */
    source_cluster_id: z.string().optional(),
    /** The name under which it was applied until now, where it moved. */
    former_name: z.string().optional(),
  }),
  z.object({ ...row('internal_topic', internalTopicAttributes), ...deletable, impact: z.object({}) }),
])

function row<const Type extends string, Attributes extends z.ZodType>(type: Type, attributes: Attributes) {
  return {
    address: z.string(),
    /** As `module.region["eu"]`; absent in the root. */
    module_address: z.string().optional(),
    type: z.literal(type),
    name: z.string(),
    /** Where the change is made. */
    cluster: z.string(),
    /** Null for what several flows share. */
    flow: z.string().nullable(),
    /** What the flow is known by to Kafka, where that is not its name. */
    identity: z.string().optional(),
    /** Where the thing was found until now, when it moved. */
    previous_address: z.string().optional(),
    /** The topology that it comes from, where that is another one; null for one without a name. */
    previous_topology: z.string().nullable().optional(),
    change: z.object({
      actions,
      before: attributes.nullable(),
      after: attributes.nullable(),
      /** Attributes that only the execution settles. */
      after_unknown: z.record(z.string(), z.literal(true)),
      /** Attributes whose change forces delete and create. */
      replace_paths: z.array(z.array(z.string())),
      /** Of a thing that exists and is taken under management: what it is called there. */
      importing: z.object({ id: z.string() }).optional(),
    }),
    /** A hint for people, as `not_in_configuration`; readers tolerate values they do not know. */
    action_reason: z.string().nullable(),
    risk,
    /** Whom the change reaches; absent where nothing changes. */
    blast_radius: blastRadius.optional(),
    /** The blocks that it is made for, as `flow.hub["eu"]`; only where a row of the plan depends on others. */
    made_for: z.array(z.string()).optional(),
    /**
     * Blocks, repeated blocks and modules: what is made for them comes before this row. Of a row that stops something, what
     * stops of them comes after it, and of one that deletes or forgets, what is deleted of them. Only where there is any.
     */
    depends_on: z.array(z.string()).optional(),
    /** Of a flow or a declared ACL: what its entry is to remember of its block. */
    remembers: z.object({ block: z.string(), dependsOn: z.array(z.string()) }).optional(),
  }
}

/** Whether apply has anything to do for the row. */
export function isChange({ change }: ResourceChange): boolean {
  return change.actions[0] !== 'no-op' || change.importing !== undefined
}

/** Why a group stays for now: nothing that it has consumed is on the target yet, and the agent moves it from then on. */
export const followsTheCopy = 'follows_the_copy'

export type Actions = z.infer<typeof actions>
export type Risk = z.infer<typeof risk>
export type BlastRadius = z.infer<typeof blastRadius>
export type RiskLevel = Risk['level']
export type ResourceChange = z.infer<typeof resourceChange>
export type ResourceType = ResourceChange['type']
/** The rows of one type, as `ChangeOf<'topic'>`. */
export type ChangeOf<Type extends ResourceType> = Extract<ResourceChange, { type: Type }>
