// Characters as people see them: what Unicode calls an extended grapheme cluster, and Terraform counts.

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' })

const singles = /^(?:[ -~]|\n)*$/

/** The text in pieces, an accent with its letter and a family with all its members. */
export function characters(text: string): readonly string[] {
  if (singles.test(text)) return text.split('')
  return Array.from(clusters.segment(text), ({ segment }) => segment)
}
