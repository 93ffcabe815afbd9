// Where output goes and how it may look. stdout carries the result and nothing else, stderr carries progress
// and diagnostics, so that `strait plan --json | jq` works whatever happens.

export interface Terminal {
  /** One piece of the result, to stdout, with a line break. */
  readonly print: (text: string) => void
  /** Progress and diagnostics, to stderr, with a line break. */
  readonly note: (text: string) => void
  /** Whether stdout, and whether stderr, may carry colour. */
  readonly colour: { readonly stdout: boolean; readonly stderr: boolean }
  /** Of stdout, as it is now: a window can be resized. */
  readonly columns: number
  /** For tables: a pipe gets them whole. */
  readonly tableColumns: number
  /** Of stderr; infinite where that is no terminal. */
  readonly noteColumns: number
  /** In place of what was drawn before; only where `live`. */
  readonly redraw: (text: string) => void
  /** Whether a person is there to be asked: stdin and stderr are a terminal. */
  readonly interactive: boolean
  /** Whether stdout is a terminal that can be redrawn. */
  readonly live: boolean
  /** Whether stderr is. */
  readonly liveNotes: boolean
  /** Tells of each change of the window's size; answers how to stop that. */
  readonly onResize: (listener: () => void) => () => void
}

/** What `--color` said; `--no-color` is `never`. */
export type ColourChoice = 'auto' | 'always' | 'never'

/** `--color` beats NO_COLOR, NO_COLOR beats FORCE_COLOR, and all of them beat what the stream is. */
export function openTerminal({ colour }: { readonly colour: ColourChoice }): Terminal {
  const { env, stdin, stdout, stderr } = process
  const isLive = ({ isTTY }: NodeJS.WriteStream): boolean => isTTY === true && env['TERM'] !== 'dumb'
  const columnsOf = ({ isTTY, columns }: NodeJS.WriteStream): number =>
    isTTY === true ? widthOf(columns) : Number.POSITIVE_INFINITY
  return {
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    colour: {
      stdout: coloured(colour, stdout),
      stderr: coloured(colour, stderr),
    },
    get columns() {
      return widthOf(stdout.columns)
    },
    get tableColumns() {
      return columnsOf(stdout)
    },
    get noteColumns() {
      return columnsOf(stderr)
    },
    redraw: (text) => void stdout.write(screen(text, stdout.rows)),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    live: isLive(stdout),
    liveNotes: isLive(stderr),
    onResize: (listener) => {
      stdout.on('resize', listener)
      return () => void stdout.off('resize', listener)
    },
  }
}

/** Line by line over the old screen, which does not flicker. What is below the last line would scroll it away. */
export function screen(text: string, rows: number | undefined): string {
  const lines = text.split('\n')
  const most = Math.max(2, (rows ?? Number.POSITIVE_INFINITY) - 1)
  const cut = lines.length - (most - 1)
  const shown = lines.length <= most ? lines : [...lines.slice(0, most - 1), `… and ${cut} more lines`]
  return `\u001b[H${shown.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`
}

function coloured(choice: ColourChoice, stream: NodeJS.WriteStream): boolean {
  return choice === 'auto' ? mayColour(process.env, stream.isTTY === true) : choice === 'always'
}

/** A pipe has no width, and some terminals say 0. In less than 20 columns nothing can be laid out. */
export function widthOf(columns: number | undefined): number {
  return columns === undefined || columns === 0 ? 100 : Math.max(20, columns)
}

/** The rules of no-color.org and force-color.org. */
export function mayColour(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTty && env['TERM'] !== 'dumb'
}

/** `strait plan | head` closes the pipe: that is not a failure of ours. Once for a process. */
export function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
}

/** What changes clusters is carried through, and its exit code is the truth, whoever reads along. */
export function goOnWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', endQuietly).on('error', goOn)
}

function endQuietly(error: NodeJS.ErrnoException): void {
  goOn(error)
  process.exit(0)
}

/** EIO: the terminal itself is gone. */
function goOn(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
}
