// What the commands print with --json that answer once and read no running flow: validate, fmt, graph, import, export,
// explain, pause and resume. Public; minor versions add keys. The commands that have to start at once print these
// shapes without loading this file, and tests hold what they print against it.

import * as z from 'zod'
import { output } from '../topology/model.ts'

const formatVersion = z.string()
/** Why the command failed; absent where it did not. */
const failureReason = z.string().optional()
const count = z.number().int().nonnegative()

const position = z.object({
  /** From 1. */
  line: z.number().int().positive(),
  /** From 1, in UTF-16 units. */
  column: z.number().int().positive(),
  /** From 0, in the file's UTF-8. */
  byte: count,
})

const range = z.object({ filename: z.string(), start: position, end: position })

/** In the shape of `terraform validate -json`, with our code, suggestion and related places beside it. */
const diagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  summary: z.string(),
  detail: z.string(),
  address: z.string().optional(),
  suggestion: z.string().optional(),
  range: range.optional(),
  snippet: z
    .object({
      context: z.string().nullable(),
      code: z.string(),
      start_line: z.number().int().positive(),
      highlight_start_offset: count,
      highlight_end_offset: count,
      values: z.array(z.object({ traversal: z.string(), statement: z.string() })),
    })
    .optional(),
  related: z.array(z.object({ message: z.string(), range })).optional(),
})

export const validateDocument = z.object({
  format_version: formatVersion,
  valid: z.boolean(),
  error_count: count,
  warning_count: count,
  diagnostics: z.array(diagnostic),
  /** Of a valid topology: those whose variables have values. */
  outputs: z.record(z.string(), output).optional(),
  failure_reason: failureReason,
})

export const fmtDocument = z.object({
  format_version: formatVersion,
  /** Files that are not, or were not, as fmt lays them out. */
  changed: z.array(z.string()),
  /** With --diff, by file. */
  diffs: z.record(z.string(), z.string()).optional(),
  diagnostics: z.array(diagnostic),
  failure_reason: failureReason,
})

export const graphDocument = z.object({
  format_version: formatVersion,
  clusters: z.array(z.string()),
  /** Addresses of repeated clusters and of those in modules, by their names. */
  titles: z.record(z.string(), z.string()),
  edges: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      /** The flow first, then what there is to say of it. */
      lines: z.array(z.string()),
      change: z.enum(['added', 'changed', 'removed', 'same']),
    }),
  ),
})

const outcomes = ['mapped', 'different', 'ignored', 'unsupported'] as const

/** `hcl` and `files` where the file could be read, `diagnostics` where it could not. */
export const importDocument = z.object({
  format_version: formatVersion,
  file: z.string(),
  clusters: z.array(z.string()),
  flows: z.array(z.string()),
  /** How many settings came to each outcome. */
  summary: z.object({ mapped: count, different: count, ignored: count, unsupported: count }),
  settings: z.array(
    z.object({
      file: z.string(),
      line: count,
      key: z.string(),
      outcome: z.enum(outcomes),
      /** Arguments of the topology, as `flow.us-to-eu.topics.include`. */
      to: z.array(z.string()),
      note: z.string().nullable(),
      suggestion: z.string().nullable(),
    }),
  ),
  tasks: z.array(
    z.object({
      kind: z.enum(['environment', 'file', 'variable', 'pattern']),
      name: z.string(),
      note: z.string(),
      line: count,
    }),
  ),
  notices: z.array(z.string()),
  files: z.array(z.string()).optional(),
  hcl: z.string().optional(),
  diagnostics: z.array(diagnostic).optional(),
  failure_reason: failureReason,
})

export const exportDocument = z.object({
  format_version: formatVersion,
  clusters: z.array(z.string()),
  flows: z.array(
    z.object({
      name: z.string(),
      /** `proposed`: what MirrorMaker does today, to be read before it is applied. */
      origin: z.enum(['applied', 'proposed']),
      source: z.string(),
      target: z.string(),
    }),
  ),
  /** `acl` blocks. */
  acls: z.array(z.object({ name: z.string(), cluster: z.string() })),
  notices: z.array(z.string()),
  files: z.array(z.string()),
  hcl: z.string(),
})

export const explainDocument = z.object({
  format_version: formatVersion,
  subject: z.string(),
  facts: z.array(z.object({ heading: z.string(), text: z.string() })),
})

/** Of export --mm2. */
export const mm2ExportDocument = z.object({
  format_version: formatVersion,
  flows: z.array(z.string()),
  notices: z.array(z.string()),
  files: z.array(z.string()),
  properties: z.string(),
})

/** Of handback; with --connect only `offsets`, as Kafka Connect takes it. */
export const handBackDocument = z.object({
  format_version: formatVersion,
  flow: z.string(),
  offsets_topic: z.string(),
  /** How many offsets were not written down so before. */
  written: count,
  offsets: z.array(
    z.object({
      partition: z.object({ cluster: z.string(), partition: count, topic: z.string() }),
      /** The last record that is on the target; null where there is none. */
      offset: z.object({ offset: count }).nullable(),
    }),
  ),
})

/** Of pause and resume. */
export const flowStateDocument = z.object({
  format_version: formatVersion,
  flow: z.string(),
  state: z.enum(['running', 'paused', 'stopped']),
  /** False where it was so before. */
  changed: z.boolean(),
})
