// The agent as a process: started, watched, drained on the first signal, its figures told now and then.

import { hostname } from 'node:os'
import type { AgentStatus } from '../agent/agent.ts'
import { bytes, count, counted } from '../render/quantity.ts'
import type { Topology } from '../topology/model.ts'
import { agentLog } from './agent-log.ts'
import type { Context } from './context.ts'
import { done, type ExitCode } from './exit-code.ts'
import { reportFailure } from './failure.ts'
import { secretReader } from './secrets.ts'
import { drainOnSignal } from './signals.ts'

export interface AgentRun {
  readonly topology: Topology
  readonly directory: string
  readonly flowName?: string | undefined
  /** Left out: the host name. */
  readonly agentId?: string | undefined
}

const figuresIntervalMs = 10_000

/** Runs until a signal (0) or until the agent cannot go on (1). */
export async function runAgent(
  context: Context,
  { topology, directory, flowName, agentId = hostname() }: AgentRun,
): Promise<ExitCode> {
  const { Agent } = await import('../agent/agent.ts')
  const logger = await agentLog(context, agentId)
  const agent = new Agent({
    topology,
    directory,
    readSecret: secretReader(directory),
    flowName,
    agentId,
    logger,
  })
  const stopped = Promise.withResolvers<'signal'>()
  const interruption = drainOnSignal((name) => {
    logger.info({ signal: name }, 'stopping: what was fetched is written first; again to end at once')
    stopped.resolve('signal')
  })
  const figures = setInterval(() => tellFigures(logger, agent.status()), figuresIntervalMs)
  try {
    // A start that waits for a cluster is ended by a signal like anything else.
    const start = await Promise.race([stopped.promise, agent.start()])
    const end = start ?? (await Promise.race([stopped.promise, agent.failed]))
    await agent.stop()
    return end === 'signal' ? done : reportFailure(context, end)
  } finally {
    clearInterval(figures)
    interruption.dispose()
  }
}

type Logger = Awaited<ReturnType<typeof agentLog>>

function tellFigures(logger: Logger, { flows }: AgentStatus): void {
  for (const {
    flow,
    state,
    lagRecords,
    recordsPerSecond,
    bytesPerSecond,
    recordsTotal,
    halted,
    waiting,
  } of flows) {
    // What keeps others from copying was said when it began.
    if (state === 'starting' || state === 'failed') continue
    const trouble = [
      ...(halted === 0 ? [] : [`, ${counted(halted, 'partition')} halted`]),
      ...(waiting === 0 ? [] : [`, ${counted(waiting, 'partition')} waiting`]),
    ].join('')
    logger.info(
      { flow, lagRecords, recordsPerSecond, bytesPerSecond, recordsTotal, halted, waiting },
      `${count(recordsPerSecond)} records/s, ${bytes(bytesPerSecond)}/s, lag ${count(lagRecords)}${trouble}`,
    )
  }
}
