// How much one topology may ask for. Far above what people write, low enough that no text can hang or exhaust us.

export const limits = {
  /** UTF-16 units of one file. */
  fileUnits: 1_048_576,
  /** Blocks, brackets, conditionals and templates inside each other. */
  depth: 100,
  /** Nodes on the longest path through one expression, as in a chain of `+`. */
  expressionHeight: 400,
  /** Syntax errors reported for one file. */
  syntaxErrors: 100,
  /** Nodes evaluated under one budget. */
  steps: 2_000_000,
  /** UTF-16 units of one text value. */
  textUnits: 4_194_304,
  /** Elements of one value, those of its elements included. */
  elements: 200_000,
  /** Lists and objects inside each other, as values. */
  valueDepth: 100,
  /** UTF-16 units of one regular expression. */
  patternUnits: 10_000,
  /** Patterns of one filter. */
  patterns: 2_000,
  /** Clusters and flows of one topology, repeated ones counted as often as they are repeated. */
  instances: 5_000,
  /** Bits of one integer. */
  integerBits: 512,
} as const
