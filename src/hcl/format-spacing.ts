// Which neighbours on a line are set apart.

import type { Atom } from './format-atoms.ts'

const binary = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '?',
  ':',
  '=',
  '=>',
  '!',
])

/** The atoms of one line as text, one space or none between them. `previous` stands on a line before. */
export function joinAtoms(atoms: readonly Atom[], previous: Atom | undefined): string {
  let text = ''
  let beforeLast = previous
  let last: Atom | undefined
  for (const atom of atoms) {
    if (last !== undefined && needsSpace(beforeLast, last, atom)) text += ' '
    text += atom.text
    beforeLast = last ?? beforeLast
    last = atom
  }
  return text
}

/** Between `left` and `right`; `before` stands before `left`. */
function needsSpace(before: Atom | undefined, left: Atom, right: Atom): boolean {
  if (left.kind === 'comment' || right.kind === 'comment') return true
  if (isSymbol(left, '{') || isSymbol(right, '}')) return !(isSymbol(left, '{') && isSymbol(right, '}'))
  if (isSymbol(left, '(', '[', '.') || isSymbol(right, ')', ']', ',', '.', '...')) return false
  if (isSign(before, left)) return false
  if (isSymbol(right, '(', '[')) return isKeyword(left) ? right.spaced : !endsOperand(before, left)
  return true
}

/** A minus or `!` in front of an operand, with nothing before it to subtract from. */
function isSign(before: Atom | undefined, atom: Atom): boolean {
  if (isSymbol(atom, '!')) return true
  return isSymbol(atom, '-') && (before === undefined || !endsOperand(undefined, before) || isKeyword(before))
}

/** Words after which a bracket may open a list; as names they would be followed by an index. */
function isKeyword(atom: Atom): boolean {
  return atom.kind === 'word' && (atom.text === 'in' || atom.text === 'if' || atom.text === 'for')
}

/** Whether a value may end here, so that `[` means an index and `-` a subtraction. */
function endsOperand(before: Atom | undefined, atom: Atom): boolean {
  if (atom.kind !== 'symbol') return atom.kind !== 'comment'
  if (isSymbol(atom, '*')) return before !== undefined && isSymbol(before, '.')
  return !binary.has(atom.text) && !isSymbol(atom, '(', '[', '{', ',')
}

function isSymbol(atom: Atom, ...texts: readonly string[]): boolean {
  return atom.kind === 'symbol' && texts.includes(atom.text)
}
