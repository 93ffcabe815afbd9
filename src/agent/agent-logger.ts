// What the agent says while it works. The command line hands in pino; the agent knows only this much of it.

export interface AgentLogger {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
