// Rule: what the language already names and no agent carries out yet is refused, not accepted and ignored.

import { about, type DraftRule } from './draft-rule.ts'

export const notBuiltYet: DraftRule = (draft) =>
  [...draft.flows.values()].flatMap((flow) => [
    ...(flow.spec.engine === 'connect'
      ? [
          about(draft, flow, {
            severity: 'error',
            code: 'ST174',
            summary: 'Engine "connect" is not built yet',
            detail: 'Agents run flows with engine = "native"; leave the argument out.',
            field: 'engine',
          }),
        ]
      : []),
    ...(flow.spec.onPoison === 'dead_letter'
      ? [
          about(draft, flow, {
            severity: 'error',
            code: 'ST174',
            summary: 'Dead letters are not built yet',
            detail:
              'A batch that the target refuses halts its partition, with on_poison = "halt"; leave the argument out.',
            field: 'onPoison',
          }),
        ]
      : []),
  ])
