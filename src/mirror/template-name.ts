// Names made by a template with `source` and `topic` in `${}`, and the way back. A name is read as the flow's
// target's or source's first; only then as any cluster's, which is a guess where a cluster's name could hold
// the template's own text.

const placeholder = /\$\{(source|topic)\}/
const clusterName = '[A-Za-z_][A-Za-z0-9_-]*?'

/** Both ways between a topic's name and its remote name. */
export interface TemplateName {
  format(source: string, topic: string): string
  parse(topic: string): { readonly source: string; readonly upstream: string } | undefined
}

/** The rule of one template for one flow. */
export function templateName(
  template: string,
  { source, target }: { readonly source: string; readonly target: string },
): TemplateName {
  // Text and words take turns: even places are the template's own text.
  const parts = template.split(placeholder)
  const patterns = [quote(target), quote(source), clusterName].map((named) => patternOf(parts, named))
  return {
    format: (cluster, topic) =>
      parts.map((part, index) => (index % 2 === 0 ? part : part === 'source' ? cluster : topic)).join(''),
    parse(topic) {
      for (const pattern of patterns) {
        const { source: named = source, topic: upstream }: Words = pattern.exec(topic)?.groups ?? {}
        if (upstream !== undefined) return { source: named, upstream }
      }
      return undefined
    },
  }
}

interface Words {
  readonly source?: string
  readonly topic?: string
}

function patternOf(parts: readonly string[], sourcePattern: string): RegExp {
  const seen = new Set<string>()
  const pattern = parts.map((part, index) => {
    if (index % 2 === 0) return quote(part)
    if (seen.has(part)) return `\\k<${part}>`
    seen.add(part)
    return `(?<${part}>${part === 'source' ? sourcePattern : '.+'})`
  })
  return new RegExp(`^${pattern.join('')}$`)
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
