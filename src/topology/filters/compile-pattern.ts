// A pattern is checked where it is written, compared with others and asked about names by rule after rule: compiling
// it is what costs, so it is compiled once.

import { RE2JS } from 're2js'

const compiled = new Map<string, RE2JS>()
/** More than the patterns of a large topology. */
const compiledMax = 5000

/** Throws RE2JSSyntaxException where RE2 does not take it. */
export function compilePattern(pattern: string): RE2JS {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  if (compiled.size >= compiledMax) compiled.clear()
  const made = RE2JS.compile(pattern)
  compiled.set(pattern, made)
  return made
}
