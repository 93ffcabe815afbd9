// A real shell on a pseudo terminal (from util-linux' script) that is given a line and the Tab key, as by a person.

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Folder, folder, mainFile } from '../cli/strait.ts'

export type ShellName = 'bash' | 'zsh' | 'fish'

const starts: Readonly<Record<ShellName, { readonly command: string; readonly setup: readonly string[] }>> = {
  bash: { command: 'bash --norc --noprofile -i', setup: ['source <(strait completion bash)'] },
  zsh: {
    command: 'zsh -f -i',
    setup: ['autoload -U compinit; compinit -u -D', 'source <(strait completion zsh)'],
  },
  fish: { command: 'fish --no-config', setup: ['strait completion fish | source'] },
}

/** Ctrl-A: to the start of the line, where a command that prints the words in brackets is put before them. */
const printWords = `\u0001printf '<%s>' \r`

const printed = /^\r?(<[^<>]*>)+/m

/** What moves the cursor, colours, or fills time on slow terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /\u001b\[[\d;?]*[a-zA-Z]|\u001b[()][A-Z\d]|[\u0000\u000f]/g

export interface Shell extends Disposable {
  /** The words that a line has after Tab. */
  readonly complete: (line: string) => Promise<string[]>
}

/** A shell that runs in `directory`, with the command `strait` of this checkout in its PATH. */
export async function openShell(name: ShellName, directory: string): Promise<Shell> {
  const { command, setup } = starts[name]
  const home = folder({})
  makeCommand(home)
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: directory,
    env: {
      ...process.env,
      PATH: `${home.path}/bin:${process.env['PATH'] ?? ''}`,
      HOME: home.path,
      TERM: 'vt100',
      INPUTRC: '/dev/null',
      HISTFILE: '',
      // npm says vi, and zsh takes that for the keys of the line.
      EDITOR: 'emacs',
      VISUAL: 'emacs',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text = `${text}${more}`.replaceAll(controls, '')
  })
  const shows = async (pattern: RegExp, patienceMs: number): Promise<boolean> => {
    for (const end = Date.now() + patienceMs; !pattern.test(text); await delay(20)) {
      if (child.exitCode !== null) throw new Error(`${name} ended:\n${text}`)
      if (Date.now() > end) return false
    }
    return true
  }
  for (const [at, step] of setup.entries()) {
    // A shell that is still starting throws away what is typed.
    do child.stdin.write(`${step}; echo rea''dy ${at}\r`)
    while (!(await shows(new RegExp(`ready ${at}`), 5_000)))
  }
  const complete = async (line: string): Promise<string[]> => {
    await settled(() => text)
    text = ''
    child.stdin.write(`${line}\t`)
    await settled(() => text)
    child.stdin.write(printWords)
    if (!(await shows(printed, 30_000))) throw new Error(`${name} does not answer:\n${text}`)
    const [answer = ''] = text.match(printed) ?? []
    return [...answer.matchAll(/<([^<>]*)>/g)].map(([, word = '']) => word)
  }
  const close = (): void => {
    child.kill('SIGKILL')
    home[Symbol.dispose]()
  }
  return { complete, [Symbol.dispose]: close }
}

function makeCommand(home: Folder): void {
  const path = join(home.path, 'bin', 'strait')
  mkdirSync(join(home.path, 'bin'))
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${mainFile}' "$@"\n`)
  chmodSync(path, 0o755)
}

/** Until nothing more has been shown for a while: a shell says nothing when it has completed a word. */
async function settled(shown: () => string): Promise<void> {
  for (let before = ''; before !== shown(); ) {
    before = shown()
    await delay(400)
  }
}
