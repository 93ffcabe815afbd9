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

/** The atoms of one line as text, one space or none between them. */
export function joinAtoms(atoms: readonly Atom[]): string {
  let text = ''
  let beforeLast: Atom | undefined
  let last: Atom | undefined
  for (const atom of atoms) {
    if (last !== undefined && needsSpace(beforeLast, last, atom)) text += ' '
    text += atom.text
    // What a sign or a bracket belongs to is no comment.
    if (last !== undefined && last.kind !== 'comment') beforeLast = last
    last = atom
  }
  return text
}

/** Between `left` and `right`; `before` stands before `left`. */
function needsSpace(before: Atom | undefined, left: Atom, right: Atom): boolean {
  if (isSymbol(left, '.') || isSymbol(right, '.', ',', '...')) return false
  // Also before a closing bracket: `[1, 2, ]`, as Terraform has it.
  if (isSymbol(left, ',')) return true
  if (isSymbol(left, '{') || isSymbol(right, '}')) return !(isSymbol(left, '{') && isSymbol(right, '}'))
  if (isSymbol(left, '(', '[') || isSymbol(right, ')', ']')) return false
  if (isSign(before, left)) return false
  if (isSymbol(right, '(', '[')) {
    if (isWord(left, 'in') && before?.kind === 'word') return true
    return isKeyword(left) ? right.spaced : !endsOperand(before, left)
  }
  return true
}

/** A minus or `!` in front of an operand, with nothing before it on its line to subtract from. */
function isSign(before: Atom | undefined, atom: Atom): boolean {
  if (isSymbol(atom, '!')) return true
  return isSymbol(atom, '-') && (before === undefined || !endsOperand(undefined, before) || isKeyword(before))
}

/** Words after which a bracket may open a list; as names they would be followed by an index. */
function isKeyword(atom: Atom): boolean {
  return isWord(atom, 'in') || isWord(atom, 'if') || isWord(atom, 'for')
}

function isWord({ kind, text }: Atom, word: string): boolean {
  return kind === 'word' && text === word
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
