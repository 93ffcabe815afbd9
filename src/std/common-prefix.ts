// What many names begin with.

/** Of names in order: up to a dot, a dash or an underscore, because in the middle of a word others begin so by chance. */
export function commonPrefix(names: readonly string[]): string {
  const [first = ''] = names
  const last = names.at(-1) ?? ''
  const at = [...first].findIndex((character, index) => character !== last[index])
  return (at < 0 ? first : first.slice(0, at)).replace(/[^._-]*$/, '')
}
