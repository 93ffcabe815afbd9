// schemas/status.schema.json, events.schema.json and results.schema.json, made from the zod schemas that the commands print by.
// Objects stay open, because minor versions add keys.

import * as z from 'zod'
import { agentLogLine, applyEvent, failureDocument } from './event-document.ts'
import {
  explainDocument,
  exportDocument,
  flowStateDocument,
  fmtDocument,
  graphDocument,
  handBackDocument,
  importDocument,
  mm2ExportDocument,
  validateDocument,
} from './result-documents.ts'
import { gapsDocument, groupsDocument, lagDocument, statusDocument } from './status-document.ts'

/** What `status`, `lag`, `groups` and `gaps` answer with --json; each has its name under `$defs`. */
export function statusJsonSchema(): unknown {
  return oneOf('Strait status', 'What status, lag, groups and gaps print with --json.', {
    status: statusDocument,
    lag: lagDocument,
    groups: groupsDocument,
    gaps: gapsDocument,
  })
}

/** What commands that answer once print with --json; each has its name under `$defs`. */
export function resultsJsonSchema(): unknown {
  return oneOf('Strait results', 'What commands that answer once print with --json.', {
    validate: validateDocument,
    fmt: fmtDocument,
    graph: graphDocument,
    import: importDocument,
    export: exportDocument,
    mm2_export: mm2ExportDocument,
    handback: handBackDocument,
    explain: explainDocument,
    flow_state: flowStateDocument,
  })
}

/** Lines of `apply --json` and `up --json`, the document of a failure, and lines of an agent's log. */
export function eventsJsonSchema(): unknown {
  return oneOf('Strait events', 'Lines of apply --json and up --json, failures, and lines of an agent log.', {
    event: applyEvent,
    failure: failureDocument,
    agent_log: agentLogLine,
  })
}

function oneOf(title: string, description: string, parts: Readonly<Record<string, z.ZodType>>): unknown {
  const schemas = Object.entries(parts).map(([name, schema]) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
    return [name, rest] as const
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    description,
    anyOf: schemas.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(schemas),
  }
}
