// The exit codes of every command. They are few on purpose: why something failed is in JSON (`failure_reason`).

/** 0 done or no changes · 1 any failure · 2 changes present (only `--detailed-exitcode`) · 130, 143 on signals. */
export type ExitCode = 0 | 1 | 2 | 130 | 143

export const done = 0
export const failed = 1
export const changesPresent = 2

/** As a shell reports a process that a signal ended: 128 and the signal's number. */
export function exitCodeOf(signal: 'SIGINT' | 'SIGTERM'): 130 | 143 {
  return signal === 'SIGINT' ? 130 : 143
}
