// Colour for a terminal, or none. Colour only repeats what the text says: a log without it loses nothing.

export type Paint = Readonly<
  Record<'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim', (text: string) => string>
>

const codesOf = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
} as const

export function paintFor(color: boolean): Paint {
  const code = ([start, end]: readonly [number, number]) => {
    return (text: string): string => (color && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text)
  }
  return {
    red: code(codesOf.red),
    green: code(codesOf.green),
    yellow: code(codesOf.yellow),
    cyan: code(codesOf.cyan),
    bold: code(codesOf.bold),
    dim: code(codesOf.dim),
  }
}
