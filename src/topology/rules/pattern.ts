// Rule: a pattern compiles, and means to Strait what it meant to whoever wrote it. The caret stands inside the
// string where the string is written out; elsewhere the pattern is named.

import { limits } from '../../hcl/limits.ts'
import type { Site } from '../decode/shape.ts'
import { quoted } from '../describe-value.ts'
import { type PatternProblem, patternProblems } from '../filters/pattern-problems.ts'
import type { Finding } from '../finding.ts'
import { rangeInString } from '../string-span.ts'

/** Every finding about `pattern`, errors only when it does not compile. */
export function patternFindings(pattern: string, site: Site): Finding[] {
  if (pattern.length > limits.patternUnits) return [tooLong(site)]
  return patternProblems(pattern).map((problem) => toFinding(problem, pattern, site))
}

function tooLong({ expression }: Site): Finding {
  return {
    code: 'ST180',
    summary: 'The pattern is too long',
    detail: `A pattern has at most ${limits.patternUnits} characters. Write a list of several.`,
    subject: expression.range,
  }
}

function toFinding(
  { severity, summary, detail, suggestion, ...span }: PatternProblem,
  pattern: string,
  site: Site,
) {
  const place = rangeInString(stringIn(site.expression), span, site.sources)
  return {
    severity,
    code: severity === 'error' ? 'ST180' : 'ST181',
    summary: place === undefined ? `${summary}, in pattern ${quoted(pattern)}` : summary,
    detail,
    subject: place ?? site.expression.range,
    ...(suggestion === undefined ? {} : { suggestion: JSON.stringify(suggestion) }),
  } as const
}

/** `regex("…")` is the string inside it. */
function stringIn(expression: Site['expression']): Site['expression'] {
  const [argument] = expression.kind === 'call' && expression.name === 'regex' ? expression.arguments : []
  return argument ?? expression
}
