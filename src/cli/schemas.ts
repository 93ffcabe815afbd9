// Every public shape as JSON Schema, by its file under schemas/. A test keeps the two equal.

import { planJsonSchema } from '../plan/plan-file.ts'
import { eventsJsonSchema, resultsJsonSchema, statusJsonSchema } from '../render/json-schemas.ts'
import { topologyJsonSchema } from '../topology/json-schema.ts'

/** File name → text. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'topology.schema.json': topologyJsonSchema(),
    'plan.schema.json': textOf(planJsonSchema()),
    'status.schema.json': textOf(statusJsonSchema()),
    'events.schema.json': textOf(eventsJsonSchema()),
    'results.schema.json': textOf(resultsJsonSchema()),
  }
}

function textOf(schema: unknown): string {
  return `${JSON.stringify(schema, null, 2)}\n`
}
