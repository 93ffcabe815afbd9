// SIGINT and SIGTERM. Reading commands end at once; commands that write or copy finish the step at hand first,
// and a second signal ends them at once too, other than the SIGTERM that machines send after SIGINT.

import { type ExitCode, exitCodeOf } from './exit-code.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** Which signal it was. */
  readonly received: () => 'SIGINT' | 'SIGTERM' | undefined
  /** Gives the signals back. */
  readonly dispose: () => void
}

/** Ends the process with 130 or 143 when a signal comes: nothing to clean up. */
export function exitOnSignal(): Interruption {
  return listen((name) => {
    // The terminal shows ^C where the cursor stands, and a shell would put its prompt behind it.
    if (name === 'SIGINT' && process.stderr.isTTY === true) process.stderr.write('\n')
    process.exit(exitCodeOf(name))
  })
}

/** Lets the caller finish on the first signal; `onFirst` tells the person so. The second ends the process. */
export function finishOnSignal(onFirst: (name: 'SIGINT' | 'SIGTERM') => void): Interruption {
  return listen(onFirst)
}

/** As `finishOnSignal`, and on SIGHUP too: the terminal that it was started from is gone, and nobody sends a second. */
export function drainOnSignal(onFirst: (name: NodeJS.Signals) => void): Interruption {
  const interruption = listen(onFirst)
  const hangUp = (): void => {
    if (interruption.received() === undefined) onFirst('SIGHUP')
  }
  process.on('SIGHUP', hangUp)
  const dispose = (): void => {
    process.off('SIGHUP', hangUp)
    interruption.dispose()
  }
  return { ...interruption, dispose }
}

/** Notes the first signal and leaves the rest to the caller; the second ends the process. */
export function watchSignals(): Interruption {
  return listen(() => {})
}

/** The exit code after an interruption that a command obeyed, or `otherwise`. */
export function interruptedOr(interruption: Interruption, otherwise: ExitCode): ExitCode {
  const name = interruption.received()
  return name === undefined ? otherwise : exitCodeOf(name)
}

function listen(onFirst: (name: 'SIGINT' | 'SIGTERM') => void): Interruption {
  const controller = new AbortController()
  let received: 'SIGINT' | 'SIGTERM' | undefined
  const handler = (name: 'SIGINT' | 'SIGTERM'): void => {
    // GitHub's runner cancels a job by SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more: the same wish again,
    // and the last seconds are worth having.
    if (received === 'SIGINT' && name === 'SIGTERM') return
    if (received !== undefined) process.exit(exitCodeOf(name))
    received = name
    controller.abort()
    onFirst(name)
  }
  for (const name of signals) process.on(name, handler)
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      for (const name of signals) process.off(name, handler)
    },
  }
}
