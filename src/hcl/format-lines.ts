// Atoms → text: lines indented by the brackets around them, `=` and trailing comments aligned over runs of lines. The
// rules are those of `terraform fmt`, so that a file which is clean for one is clean for the other.

import { displayWidth, padded } from '../std/display-width.ts'
import type { Atom } from './format-atoms.ts'
import { joinAtoms } from './format-spacing.ts'

interface Line {
  readonly indent: number
  /** Up to the `=` of an argument that ends on its line; everything when there is none. */
  readonly lead: string
  /** From the `=` on. */
  readonly assignment: string
  readonly comment: string
}

/** Ends with one line end, or is empty. */
export function layOut(atoms: readonly Atom[]): string {
  const newline = atoms.find(({ kind }) => kind === 'newline')?.text ?? '\n'
  const lines = alignComments(alignAssignments(indentLines(splitLines(atoms))))
  const text = lines.map(lineText)
  const first = text.findIndex((line) => line !== '')
  const last = text.findLastIndex((line) => line !== '')
  return first < 0 ? '' : text.slice(first, last + 1).join(newline) + newline
}

function lineText({ indent, lead, assignment, comment }: Line): string {
  return lead === '' && comment === '' ? '' : '  '.repeat(indent) + lead + assignment + comment
}

function splitLines(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const lines: Atom[][] = []
  let line: Atom[] = []
  for (const atom of atoms) {
    if (atom.kind !== 'newline') line.push(atom)
    else {
      lines.push(line)
      line = []
    }
  }
  return [...lines, line]
}

/** A line that opens more than it closes is one step, however many they are: `f({` … `})`. */
function indentLines(lines: readonly (readonly Atom[])[]): readonly Line[] {
  const steps: number[] = []
  return lines.map((atoms) => {
    const opened = bracketsIn(atoms)
    if (opened < 0) close(steps, -opened)
    const indent = steps.length
    if (opened > 0) steps.push(opened)
    return { indent, ...splitLine(atoms) }
  })
}

/** Takes `brackets` off the steps, the last ones first. */
function close(steps: number[], brackets: number): void {
  for (let left = brackets; left > 0; ) {
    const step = steps.pop()
    if (step === undefined) return
    if (step > left) steps.push(step - left)
    left -= step
  }
}

function bracketsIn(atoms: readonly Atom[]): number {
  return atoms.reduce((sum, atom) => sum + bracketChange(atom), 0)
}

function bracketChange({ kind, text }: Atom): number {
  if (kind !== 'symbol') return 0
  return '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0
}

function splitLine(atoms: readonly Atom[]): Omit<Line, 'indent'> {
  const last = atoms.at(-1)
  const hasComment = last?.kind === 'comment' && atoms.length > 1 && !last.text.startsWith('/*')
  const code = hasComment ? atoms.slice(0, -1) : atoms
  const comment = hasComment ? ` ${last.text}` : ''
  const equals = code.findIndex(({ kind, text }) => kind === 'symbol' && text === '=')
  const value = code.slice(equals)
  // A heredoc goes on below its line, but its argument ends on it; a `${` that is open at the end does not.
  const isWhole = bracketsIn(value) === 0 && !code.some(({ broken }) => broken)
  if (equals < 1 || !isWhole) return { lead: joinAtoms(code), assignment: '', comment }
  return {
    lead: joinAtoms(code.slice(0, equals)),
    assignment: ` ${joinAtoms(value)}`,
    comment,
  }
}

function alignAssignments(lines: readonly Line[]): readonly Line[] {
  return alignRuns(lines, {
    belongs: ({ assignment }) => assignment !== '',
    widthOf: ({ indent, lead }) => indent * 2 + displayWidth(lead),
    align: (line, width) => ({ ...line, lead: padded(line.lead, width - line.indent * 2) }),
  })
}

function alignComments(lines: readonly Line[]): readonly Line[] {
  return alignRuns(lines, {
    belongs: ({ comment }) => comment !== '',
    widthOf: lineWidth,
    align: (line, width) => ({ ...line, comment: ' '.repeat(width - lineWidth(line)) + line.comment }),
  })
}

function lineWidth({ indent, lead, assignment }: Line): number {
  const whole = `${lead}${assignment}`
  return indent * 2 + displayWidth(whole.slice(whole.lastIndexOf('\n') + 1))
}

interface Alignment {
  readonly belongs: (line: Line) => boolean
  readonly widthOf: (line: Line) => number
  readonly align: (line: Line, width: number) => Line
}

/** Changes each run of neighbouring lines that `belongs` by the greatest width in the run. */
function alignRuns(lines: readonly Line[], { belongs, widthOf, align }: Alignment): readonly Line[] {
  const aligned: Line[] = []
  for (let start = 0; start < lines.length; ) {
    const end = endOfRun(lines, start, belongs)
    const run = lines.slice(start, Math.max(end, start + 1))
    const width = run.reduce((widest, line) => Math.max(widest, widthOf(line)), 0)
    for (const line of run) aligned.push(end > start ? align(line, width) : line)
    start += run.length
  }
  return aligned
}

/** The first line from `start` on that does not belong. */
function endOfRun(lines: readonly Line[], start: number, belongs: Alignment['belongs']): number {
  let end = start
  for (let line = lines[end]; line !== undefined && belongs(line); line = lines[end]) end += 1
  return end
}
