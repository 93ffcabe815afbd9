// A template before its directives have found their ends: texts, `${}` and `%{}` in a row.

import type { Expression, Template, TemplatePart } from './ast.ts'

/** Text is mutable while it is trimmed. */
export type FlatPart =
  | { readonly kind: 'text'; text: string; readonly range: Template['range'] }
  | (TemplatePart & { readonly kind: 'interpolation' })
  | Directive

export type Directive = { readonly range: Template['range'] } & (
  | { readonly kind: 'open_if'; readonly condition: Expression }
  | {
      readonly kind: 'open_for'
      readonly keyName: string | undefined
      readonly valueName: string
      readonly collection: Expression
    }
  | { readonly kind: 'else' | 'endif' | 'endfor' }
)
