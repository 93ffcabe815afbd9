// `%{if} … %{else} … %{endif}` and `%{for} … %{endfor}` → a tree of template parts.

import type { TemplatePart } from './ast.ts'
import type { Directive, FlatPart } from './flat-template.ts'
import { limits } from './limits.ts'
import type { Parser } from './parser.ts'

interface Open {
  readonly directive: Directive & { readonly kind: 'open_if' | 'open_for' }
  readonly parts: TemplatePart[]
  /** Present once `else` has come. */
  otherwise: TemplatePart[] | undefined
}

/** Reports and stops at the first directive without its partner. */
export function nestDirectives(parser: Parser, flat: readonly FlatPart[]): readonly TemplatePart[] {
  const root: TemplatePart[] = []
  const stack: Open[] = []
  const add = (part: TemplatePart): void => {
    const top = stack.at(-1)
    const parts = top === undefined ? root : (top.otherwise ?? top.parts)
    parts.push(part)
  }
  for (const part of flat) {
    switch (part.kind) {
      case 'text':
      case 'interpolation':
        add(part)
        break
      case 'open_if':
      case 'open_for':
        if (stack.length >= limits.depth) {
          parser.fail(
            { code: 'ST109', summary: 'Nested too deep', detail: `At most ${limits.depth} levels.` },
            part.range,
          )
        }
        stack.push({ directive: part, parts: [], otherwise: undefined })
        break
      case 'else':
        startElse(parser, part, stack.at(-1))
        break
      default:
        add(close(parser, part, stack.pop()))
    }
  }
  const open = stack.at(-1)?.directive
  if (open !== undefined) {
    const [word, end] = open.kind === 'open_if' ? ['if', 'endif'] : ['for', 'endfor']
    parser.fail(
      { code: 'ST108', summary: `"%{ ${word} }" is never closed`, detail: `Close it with "%{ ${end} }".` },
      open.range,
    )
  }
  return root
}

function startElse(parser: Parser, part: Directive, open: Open | undefined): void {
  if (open?.directive.kind === 'open_if' && open.otherwise === undefined) {
    open.otherwise = []
    return
  }
  const detail = 'An else stands once between "%{ if … }" and "%{ endif }".'
  parser.fail({ code: 'ST108', summary: '"%{ else }" has no "%{ if … }"', detail }, part.range)
}

function close(parser: Parser, part: Directive, open: Open | undefined): TemplatePart {
  const range = parser.range(open?.directive.range ?? part.range, part.range)
  const directive = open?.directive
  if (directive?.kind === 'open_if' && part.kind === 'endif') {
    return {
      kind: 'if',
      condition: directive.condition,
      whenTrue: open?.parts ?? [],
      whenFalse: open?.otherwise ?? [],
      range,
    }
  }
  if (directive?.kind === 'open_for' && part.kind === 'endfor') {
    const { keyName, valueName, collection } = directive
    return { kind: 'for', keyName, valueName, collection, parts: open?.parts ?? [], range }
  }
  const word = part.kind === 'endif' ? 'if' : 'for'
  const related = directive === undefined ? [] : [{ message: 'This one is open', range: directive.range }]
  return parser.fail(
    { code: 'ST108', summary: `"%{ ${part.kind} }" has no "%{ ${word} … }"`, related },
    part.range,
  )
}
