// A pattern is checked where it is written, compared with others and asked about names by rule after rule: compiling
// it is what costs, so it is compiled once.

import { RE2JS } from 're2js'

const compiled = new Map<string, RE2JS>()
/** More than the patterns of a large topology. */
const compiledMax = 20_000

/** Throws RE2JSSyntaxException where RE2 does not take it. `flags`: RE2JS's own. */
export function compilePattern(pattern: string, flags = 0): RE2JS {
  const key = `${flags} ${pattern}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  if (compiled.size >= compiledMax) compiled.clear()
  const made = RE2JS.compile(pattern, flags)
  compiled.set(key, made)
  return made
}
