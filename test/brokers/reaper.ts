// Ends what a test process leaves behind, also when that process is killed itself: a tiny shell holds the other
// end of a pipe; when the pipe closes, it kills the last process it was told of and removes the folder.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const SCRIPT = `
trap '' INT TERM HUP
pid=
while read -r line; do pid=$line; done
[ -n "$pid" ] && kill -9 "$pid" 2>/dev/null
[ -n "$1" ] || exit 0
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$1" 2>/dev/null && exit 0
  sleep 0.1
done
`

export interface Reaper {
  /** The process to kill when this one ends; undefined: none at the moment. */
  watch(pid: number | undefined): void
  /** Kills and removes now. Idempotent. */
  close(): Promise<void>
}

/** Without a folder only the process is ended. Never keeps this process alive. */
export function startReaper(folder?: string): Reaper {
  // Detached: Ctrl-C in a terminal goes to the whole foreground group and must not end the reaper first.
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'reaper', folder ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  unref(shell)
  return {
    watch: (pid) => void shell.stdin.write(`${pid ?? ''}\n`),
    close: async () => {
      if (shell.exitCode !== null || shell.signalCode !== null) return
      const exited = once(shell, 'exit')
      shell.ref()
      shell.stdin.end()
      await exited
    },
  }
}

/** Lets this process end while the child and its pipes are still open. */
export function unref(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) {
    if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
}
