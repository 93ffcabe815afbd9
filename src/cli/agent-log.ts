// The agent's log: pino's JSON on stderr for machines, one line an event for a person at a terminal.

import { Writable } from 'node:stream'
import type { AgentLogger } from '../agent/agent-logger.ts'
import type { Context } from './context.ts'

const levelNames: Readonly<Record<number, string>> = { 30: '', 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' }

/** Pretty where a person reads along and did not ask for JSON. */
export async function agentLog({ terminal, json }: Context, agent: string): Promise<AgentLogger> {
  const { pino } = await import('pino')
  const options = { base: { agent }, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  const destination =
    json || !terminal.interactive ? pino.destination({ fd: 2, sync: true }) : prettyLines(terminal.note)
  // The annotation hides pino's index signature, which would make the logger look like a promise.
  const logger: AgentLogger = pino(options, destination)
  return logger
}

function prettyLines(note: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      note(prettyLine(chunk.toString('utf8')))
      done()
    },
  })
}

/** `12:00:01 us-to-eu  flow "us-to-eu" runs`. */
function prettyLine(text: string): string {
  const event: { level?: number; time?: string; flow?: string; msg?: string } = JSON.parse(text)
  const flow = event.flow === undefined ? '' : `${event.flow}  `
  return `${event.time?.slice(11, 19) ?? ''} ${flow}${levelNames[event.level ?? 30] ?? ''}${event.msg ?? ''}`
}
