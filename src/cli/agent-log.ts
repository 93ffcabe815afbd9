// The agent's log: pino's JSON on stderr for machines, one line an event for a person at a terminal.

import { Writable } from 'node:stream'
import type { AgentLogger } from '../agent/agent-logger.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { safeText } from '../render/safe-text.ts'
import type { Context } from './context.ts'
import type { Terminal } from './terminal.ts'

const levels: Readonly<Record<number, { readonly name: string; readonly colour: keyof Paint }>> = {
  40: { name: 'warning: ', colour: 'yellow' },
  50: { name: 'error: ', colour: 'red' },
  60: { name: 'fatal: ', colour: 'red' },
}

/** Pretty where a person reads along and did not ask for JSON. */
export async function agentLog({ terminal, json }: Context, agent: string): Promise<AgentLogger> {
  const { pino } = await import('pino')
  const options = { base: { agent }, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  const destination = json || !terminal.interactive ? jsonLines(pino) : prettyLines(terminal)
  // The annotation hides pino's index signature, which would make the logger look like a promise.
  const logger: AgentLogger = pino(options, destination)
  return logger
}

/** Where nobody reads the log any more, copying goes on without it. */
function jsonLines({ destination }: typeof import('pino')) {
  const lines = destination({ fd: 2, sync: true })
  lines.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
  return lines
}

function prettyLines({ note, colour }: Terminal): Writable {
  const paint = paintFor(colour.stderr)
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      note(prettyLine(chunk.toString('utf8'), paint))
      done()
    },
  })
}

/** `12:00:01 us-to-eu  flow "us-to-eu" runs`, by the clock on the wall. */
export function prettyLine(text: string, paint: Paint): string {
  const event: { level?: number; time?: string; flow?: string; msg?: string } = JSON.parse(text)
  const flow = event.flow === undefined ? '' : `${event.flow}  `
  const level = levels[event.level ?? 30]
  const time = event.time === undefined ? '' : new Date(event.time).toTimeString().slice(0, 8)
  const said = safeText(`${flow}${level?.name ?? ''}${event.msg ?? ''}`)
  return `${paint.dim(time)} ${level === undefined ? said : paint[level.colour](said)}`
}
