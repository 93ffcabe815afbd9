// The syntax tree of one HCL file. Every node carries the exact span of source that it came from. A part that
// could not be read is an `invalid` expression, which evaluates to poison: one mistake, one diagnostic.
// Comments and layout are not here: `fmt` works on tokens.

import type { Range } from '../errors/diagnostic.ts'

/** What stands in a file or between the braces of a block. Of a repeated attribute only the first is kept. */
export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>
  /** In source order. */
  readonly blocks: readonly Block[]
  readonly range: Range
}

export interface Attribute {
  readonly name: string
  readonly nameRange: Range
  readonly value: Expression
  /** Name through value. */
  readonly range: Range
}

export interface Block {
  readonly type: string
  readonly typeRange: Range
  readonly labels: readonly Label[]
  /** Type and labels, without the brace: where "this block lacks X" points. */
  readonly headerRange: Range
  readonly body: Body
  /** Type through closing brace. */
  readonly range: Range
}

export interface Label {
  /** Without quotes, escapes resolved. */
  readonly text: string
  /** With quotes. */
  readonly range: Range
}

export type Expression =
  | Literal
  | Template
  | ListExpression
  | ObjectExpression
  | Variable
  | AttributeAccess
  | IndexAccess
  | Splat
  | SplatItem
  | Call
  | Unary
  | Binary
  | Conditional
  | ForExpression
  | Invalid

/** `null`, `true`, `false` or a number. An integer that a double cannot hold is a bigint, so no digit is lost. */
export interface Literal {
  readonly kind: 'literal'
  readonly value: null | boolean | number | bigint
  readonly range: Range
}

/** A quoted string or a heredoc. A plain string has one text part or none. */
export interface Template {
  readonly kind: 'template'
  readonly form: 'quoted' | 'heredoc'
  readonly parts: readonly TemplatePart[]
  readonly range: Range
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly range: Range }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly range: Range }
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly whenTrue: readonly TemplatePart[]
      readonly whenFalse: readonly TemplatePart[]
      readonly range: Range
    }
  | {
      readonly kind: 'for'
      readonly keyName: string | undefined
      readonly valueName: string
      readonly collection: Expression
      readonly parts: readonly TemplatePart[]
      readonly range: Range
    }

export interface ListExpression {
  readonly kind: 'list'
  readonly items: readonly Expression[]
  readonly range: Range
}

export interface ObjectExpression {
  readonly kind: 'object'
  readonly items: readonly ObjectItem[]
  readonly range: Range
}

export interface ObjectItem {
  /** A bare word is its own key; anything else is evaluated. */
  readonly key: { readonly kind: 'bare_key'; readonly name: string; readonly range: Range } | Expression
  readonly value: Expression
}

/** The first name of a traversal: `cluster` in `cluster.us`, or a name bound by `for`. */
export interface Variable {
  readonly kind: 'variable'
  readonly name: string
  readonly range: Range
}

export interface AttributeAccess {
  readonly kind: 'attribute'
  readonly object: Expression
  readonly name: string
  readonly nameRange: Range
  /** Object through name. */
  readonly range: Range
}

export interface IndexAccess {
  readonly kind: 'index'
  readonly object: Expression
  readonly key: Expression
  /** Object through closing bracket. */
  readonly range: Range
}

/** `object[*].name` or `object.*.name`: `each` is evaluated once per element, which `splat_item` stands for. */
export interface Splat {
  readonly kind: 'splat'
  readonly object: Expression
  readonly each: Expression
  readonly range: Range
}

export interface SplatItem {
  readonly kind: 'splat_item'
  readonly range: Range
}

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly nameRange: Range
  readonly arguments: readonly Expression[]
  /** The last argument is followed by `...` and is spread. */
  readonly spread: boolean
  readonly range: Range
}

export interface Unary {
  readonly kind: 'unary'
  readonly operator: '-' | '!'
  readonly operand: Expression
  readonly range: Range
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||'

export interface Binary {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly operatorRange: Range
  readonly left: Expression
  readonly right: Expression
  readonly range: Range
}

export interface Conditional {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
  readonly range: Range
}

/** `[for k, v in c : value if cond]` or, with a key, `{for k, v in c : key => value... if cond}`. */
export interface ForExpression {
  readonly kind: 'for'
  readonly keyName: string | undefined
  readonly valueName: string
  readonly collection: Expression
  /** Absent for a list. */
  readonly key: Expression | undefined
  readonly value: Expression
  readonly condition: Expression | undefined
  /** `...` after the value: values of equal keys are gathered in a list. */
  readonly grouped: boolean
  readonly range: Range
}

export interface Invalid {
  readonly kind: 'invalid'
  readonly range: Range
}
