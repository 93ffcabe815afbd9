// Atoms → text: lines indented by the brackets around them, `=` and trailing comments aligned over runs of lines.

import { displayWidth } from '../std/display-width.ts'
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
  const text = lines
    .map(({ indent, lead, assignment, comment }) =>
      lead === '' && comment === '' ? '' : '  '.repeat(indent) + lead + assignment + comment,
    )
    .join(newline)
  const trimmed = text.replace(/^(?:\r?\n)+/, '').replace(/(?:\r?\n)+$/, '')
  return trimmed === '' ? '' : trimmed + newline
}

function splitLines(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const lines: Atom[][] = [[]]
  for (const atom of atoms) {
    if (atom.kind === 'newline') lines.push([])
    else lines.at(-1)?.push(atom)
  }
  return lines
}

/** Brackets opened on one line count as one step, however many they are: `f({` … `})`. */
function indentLines(lines: readonly (readonly Atom[])[]): readonly Line[] {
  const open: number[] = []
  let previous: Atom | undefined
  return lines.map((atoms) => {
    const leading = atoms.findIndex((atom) => bracketChange(atom) >= 0)
    const closers = leading < 0 ? atoms.length : leading
    const before = open.length
    for (let count = 0; count < closers; count++) closeOne(open)
    const indent = open.length
    let opened = 0
    for (const atom of atoms.slice(closers)) {
      const change = bracketChange(atom)
      if (change > 0) opened += 1
      else if (change < 0 && opened > 0) opened -= 1
      else if (change < 0) closeOne(open)
    }
    // A line as `}, {` inside `[{ … }]` goes on with the step that it found.
    const goesOn = closers > 0 && indent === before && open.length === before
    if (opened > 0) open.push(goesOn ? (open.pop() ?? 0) + opened : opened)
    const line = { indent, ...splitLine(atoms, previous) }
    previous = atoms.findLast(({ kind }) => kind !== 'comment') ?? previous
    return line
  })
}

function closeOne(open: number[]): void {
  const last = open.pop()
  if (last !== undefined && last > 1) open.push(last - 1)
}

function bracketChange({ kind, text }: Atom): number {
  if (kind !== 'symbol') return 0
  return '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0
}

/** `previous` is the last atom of the lines before, which tells a sign from a minus. */
function splitLine(atoms: readonly Atom[], previous: Atom | undefined): Omit<Line, 'indent'> {
  const last = atoms.at(-1)
  const hasComment = last?.kind === 'comment' && atoms.length > 1 && !last.text.includes('\n')
  const code = hasComment ? atoms.slice(0, -1) : atoms
  const comment = hasComment ? ` ${last.text}` : ''
  const equals = code.findIndex(({ kind, text }) => kind === 'symbol' && text === '=')
  const value = code.slice(equals)
  const isWhole =
    value.reduce((depth, atom) => depth + bracketChange(atom), 0) === 0 &&
    !code.some(({ text }) => text.includes('\n'))
  if (equals < 1 || !isWhole) return { lead: joinAtoms(code, previous), assignment: '', comment }
  return {
    lead: joinAtoms(code.slice(0, equals), previous),
    assignment: ` ${joinAtoms(value, code[equals - 1])}`,
    comment,
  }
}

function alignAssignments(lines: readonly Line[]): readonly Line[] {
  return alignRuns(
    lines,
    ({ assignment }) => assignment !== '',
    (line, width) => ({ ...line, lead: padded(line.lead, width) }),
    ({ lead }) => displayWidth(lead),
  )
}

function alignComments(lines: readonly Line[]): readonly Line[] {
  return alignRuns(
    lines,
    ({ comment }) => comment !== '',
    (line, width) => ({ ...line, comment: padded('', width - lineWidth(line)) + line.comment }),
    lineWidth,
  )
}

function lineWidth({ indent, lead, assignment }: Line): number {
  const last = `${lead}${assignment}`.split('\n').at(-1) ?? ''
  return indent * 2 + displayWidth(last)
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Changes each run of neighbouring lines that `belongs` by the greatest width in the run. */
function alignRuns(
  lines: readonly Line[],
  belongs: (line: Line) => boolean,
  align: (line: Line, width: number) => Line,
  widthOf: (line: Line) => number,
): readonly Line[] {
  const runs: Line[][] = []
  let previous: Line | undefined
  for (const line of lines) {
    const goesOn =
      previous !== undefined && belongs(previous) && belongs(line) && previous.indent === line.indent
    if (goesOn) runs.at(-1)?.push(line)
    else runs.push([line])
    previous = line
  }
  return runs.flatMap((run) => {
    const width = run.reduce((widest, line) => Math.max(widest, widthOf(line)), 0)
    return run.map((line) => (belongs(line) ? align(line, width) : line))
  })
}
