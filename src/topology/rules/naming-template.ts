// Rule: a naming is `prefix`, `identity` or a template that keeps topics apart and makes legal names. A template
// without the topic in it would pour every topic into one.

import { didYouMean } from '../../std/did-you-mean.ts'
import type { Site } from '../decode/shape.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'
import { rangeInString } from '../string-span.ts'

const words = ['source', 'topic']

/** The finding for `naming = "…"`; undefined when it names a policy or is a sound template. */
export function namingFinding(naming: string, site: Site): Finding | undefined {
  if (naming === 'prefix' || naming === 'identity') return undefined
  if (!naming.includes('${')) return unknownNaming(naming, site)
  return unknownPlaceholder(naming, site) ?? illegalText(naming, site) ?? missingTopic(naming, site)
}

function unknownNaming(naming: string, site: Site): Finding {
  const near = didYouMean(naming, ['prefix', 'identity'])
  const marked = /\b(?:source|topic)\b/.test(naming)
  return {
    code: 'ST183',
    summary: `Unknown naming ${quoted(naming)}`,
    detail: `A naming is "prefix", "identity" or a template such as "$\${source}_$\${topic}".${
      marked ? ' The words of a template stand in $${ }.' : ''
    }`,
    subject: site.expression.range,
    ...(near === undefined ? {} : { suggestion: `"${near}"` }),
  }
}

function unknownPlaceholder(naming: string, site: Site): Finding | undefined {
  for (const { 0: whole, 1: word = '', index } of naming.matchAll(/\$\{([^}]*)\}?/g)) {
    if (words.includes(word) && whole.endsWith('}')) continue
    const near = didYouMean(word.trim(), words)
    return {
      code: 'ST183',
      summary: `A naming template knows no ${quoted(word)}`,
      detail: 'It knows source, the name of the source cluster, and topic, the name of the topic there.',
      subject: placeOf(site, index, whole.length),
      ...(near === undefined ? {} : { suggestion: `$\${${near}}` }),
    }
  }
  return undefined
}

function illegalText(naming: string, site: Site): Finding | undefined {
  const illegal = /[^A-Za-z0-9._-]/.exec(naming.replaceAll(/\$\{\w+\}/g, (word) => '_'.repeat(word.length)))
  if (illegal === null) return undefined
  return {
    code: 'ST183',
    summary: `A topic's name cannot hold ${quoted(illegal[0])}`,
    detail: 'Kafka allows letters, digits, ".", "_" and "-".',
    subject: placeOf(site, illegal.index, 1),
  }
}

function missingTopic(naming: string, site: Site): Finding | undefined {
  if (/\$\{topic\}/.test(naming)) return undefined
  return {
    code: 'ST183',
    summary: 'The naming template lacks the topic',
    detail: 'Every topic would be copied into the same remote topic. Put $${topic} into the template.',
    subject: site.expression.range,
  }
}

function placeOf(site: Site, start: number, length: number) {
  return rangeInString(site.expression, { start, end: start + length }, site.sources) ?? site.expression.range
}
