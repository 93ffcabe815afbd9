// Globs as patterns: `*` any text, `?` one character, `[a-z]` and `[!a-z]` one of a set, `{a,b}` either, `\` takes the
// next character as it is. Everything else, dots included, stands for itself.

const special = /[\\^$.|?*+()[\]{}]/g

/** The RE2 expression that matches in full what the glob matches; undefined when a bracket stays open. */
export function globToRegex(glob: string): string | undefined {
  let regex = ''
  let choices = 0
  for (let index = 0; index < glob.length; index++) {
    const character = glob[index] ?? ''
    if (character === '*') regex += '.*'
    else if (character === '?') regex += '.'
    else if (character === '[') {
      const close = glob.indexOf(']', index + 2)
      if (close < 0) return undefined
      regex += characterSet(glob.slice(index + 1, close))
      index = close
    } else if (character === '{') {
      choices += 1
      regex += '(?:'
    } else if (character === '}' && choices > 0) {
      choices -= 1
      regex += ')'
    } else if (character === ',' && choices > 0) regex += '|'
    else if (character === '\\' && index + 1 < glob.length) {
      index += 1
      regex += (glob[index] ?? '').replace(special, '\\$&')
    } else regex += character.replace(special, '\\$&')
  }
  return choices === 0 ? regex : undefined
}

function characterSet(inside: string): string {
  const negated = inside.startsWith('!') || inside.startsWith('^')
  const members = (negated ? inside.slice(1) : inside).replace(/[\\[\]^&]/g, '\\$&')
  return `[${negated ? '^' : ''}${members}]`
}
