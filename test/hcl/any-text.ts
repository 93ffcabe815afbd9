// Text of any kind: words of HCL in any order, files of the corpus with mistakes made in them, and anything else.

import fc from 'fast-check'
import { casesOf } from './cases.ts'

const words = [
  'a',
  'b-c',
  'flow',
  'for',
  'in',
  'if',
  'else',
  'endif',
  'endfor',
  'null',
  'true',
  '1',
  '1.5e3',
  '9007199254740993',
  '"',
  '"x"',
  '""',
  '${',
  '${~',
  '%{',
  '%{ if ',
  '%{ for ',
  '}',
  '~}',
  '{',
  '[',
  ']',
  '(',
  ')',
  '<<E\n',
  '<<-E\n',
  '\nE\n',
  '=',
  '==',
  '!=',
  '=>',
  '<',
  '<=',
  '>',
  '&&',
  '||',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  '?',
  ':',
  ',',
  '.',
  '...',
  '[*]',
  '.*',
  '#',
  '//',
  '/*',
  '*/',
  '\\',
  '\\n',
  '\\u00e9',
  '$${',
  '%%{',
  ' ',
  '  ',
  '\t',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '\u{feff}',
  'upper(',
  'try(',
  'range(3)',
  '__proto__',
  'é',
  '語',
  '😀',
  '\u0000',
  "'",
  ';',
  '&',
  '@',
  '\u00a0',
  '\ud800',
]

const soup = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(''))

/** A file of the corpus with some of it cut out, doubled or replaced. */
const mutant = fc
  .tuple(
    fc.constantFrom(
      ...[...casesOf('valid'), ...casesOf('broken')]
        .map(({ text }) => text)
        .filter((text) => text.length < 2000),
    ),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), soup), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [at, length, insert]) => {
      const from = edited.length === 0 ? 0 : at % edited.length
      return edited.slice(0, from) + insert.slice(0, 20) + edited.slice(from + length)
    }, text),
  )

export const anyText: fc.Arbitrary<string> = fc.oneof(
  soup,
  mutant,
  fc.string({ unit: 'binary', maxLength: 60 }),
)
