// Functions on text. Lengths and positions count characters as people see them, see `characters`.

import { describeType, toText } from '../convert.ts'
import { limits } from '../limits.ts'
import type { Failure, HclFunction } from '../scope.ts'
import type { Value } from '../value.ts'
import { characters } from './characters.ts'
import { define, failure, parameter } from './define.ts'
import { formatText } from './format-text.ts'
import { replaceAll } from './regex-functions.ts'

export const textFunctions: readonly HclFunction[] = [
  define('lower(text: string)', ({ text }) => byCharacter(text(0), (character) => character.toLowerCase())),
  define('upper(text: string)', ({ text }) => byCharacter(text(0), (character) => character.toUpperCase())),
  define('startswith(text: string, prefix: string)', ({ text }) => text(0).startsWith(text(1))),
  define('endswith(text: string, suffix: string)', ({ text }) => text(0).endsWith(text(1))),
  define('strcontains(text: string, part: string)', ({ text }) => text(0).includes(text(1))),
  define('trimspace(text: string)', ({ text }) => trimSpace(text(0))),
  define('trim(text: string, characters: string)', ({ text }) => trimCharacters(text(0), text(1))),
  define('trimprefix(text: string, prefix: string)', ({ text }) =>
    text(1) !== '' && text(0).startsWith(text(1)) ? text(0).slice(text(1).length) : text(0),
  ),
  define('trimsuffix(text: string, suffix: string)', ({ text }) =>
    text(1) !== '' && text(0).endsWith(text(1)) ? text(0).slice(0, -text(1).length) : text(0),
  ),
  define('substr(text: string, offset: number, length: number)', ({ text, number, charge }) => {
    charge(text(0).length / 16)
    return substring(text(0), number(1), number(2))
  }),
  define('split(separator: string, text: string)', ({ text }) =>
    text(0) === '' ? [...text(1)] : text(1).split(text(0)),
  ),
  define('join(separator: string, list: list)', ({ all }) => join(all), { rest: parameter('list: list') }),
  define('replace(text: string, part: string, replacement: string)', replaceAll),
  define('format(pattern: string)', ({ text, all }) => formatText(text(0), all.slice(1)), {
    rest: parameter('value: any?'),
  }),
]

const ascii = /^[\0-\x7f]*$/

/** As in Go, a character becomes one character or stays: `ß` is `ß` in capitals too. */
function byCharacter(text: string, change: (text: string) => string): string {
  if (ascii.test(text)) return change(text)
  return Array.from(text, (character) => {
    const [changed = '', ...more] = change(character)
    return more.length === 0 ? changed : character
  }).join('')
}

function trimCharacters(text: string, characters: string): string {
  const cut = new Set(characters)
  const units = [...text]
  const start = units.findIndex((unit) => !cut.has(unit))
  return start < 0 ? '' : units.slice(start, units.findLastIndex((unit) => !cut.has(unit)) + 1).join('')
}

/** White space is what Unicode calls so: JavaScript's trim() also takes a byte order mark, and leaves U+0085. */
function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && whiteSpace.test(text.charAt(start))) start += 1
  while (end > start && whiteSpace.test(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

const whiteSpace = /^\p{White_Space}$/u

/** A negative offset counts from the end; a length of -1 is the rest. */
function substring(text: string, offset: number, length: number): string | Failure {
  if (!Number.isInteger(offset)) return failure('"offset" must be a whole number', 1)
  if (!Number.isInteger(length) || length < -1)
    return failure('"length" must be a whole number, or -1 for the rest', 2)
  const units = characters(text)
  const start = offset < 0 ? Math.max(0, units.length + offset) : offset
  return units.slice(start, length < 0 ? units.length : start + length).join('')
}

function join([separator, ...lists]: readonly Value[]): string | Failure {
  const texts: string[] = []
  let units = 0
  for (const [index, list] of lists.entries()) {
    for (const item of list as readonly Value[]) {
      const text = toText(item)
      if (text === undefined)
        return failure(`the list holds ${describeType(item)}, which is no text`, index + 1)
      units += text.length + String(separator).length
      if (units > limits.textUnits) return failure('the result is too long')
      texts.push(text)
    }
  }
  return texts.join(String(separator))
}
