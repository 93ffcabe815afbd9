// The action from inputs to outputs. Whatever happens, the job has its outputs, its summary says what happened, and on
// a pull request the comment does too.

import { StraitError } from '../../errors/strait-error.ts'
import { failureText } from '../../github/plan-comment.ts'
import type { Redact } from '../../github/redact.ts'
import { workflowCommand } from '../../github/workflow-command.ts'
import { prose } from '../../render/markdown-text.ts'
import { type ExitCode, failed } from '../exit-code.ts'
import { failureReason } from '../failure.ts'
import { allowedOf } from './allowed.ts'
import { apply } from './apply.ts'
import { comment } from './comment.ts'
import { drift } from './drift.ts'
import { codeOf, failureMessage } from './failure-message.ts'
import { type Inputs, readInputs } from './inputs.ts'
import { openLog } from './log.ts'
import type { Outcome } from './outcome.ts'
import { plan, tellFailure } from './plan.ts'
import { Mistakes } from './planned.ts'
import { readRunner } from './runner.ts'
import { openSession, type Session } from './session.ts'
import { validate } from './validate.ts'

const commands: Readonly<Record<Inputs['command'], (session: Session) => Promise<Outcome>>> = {
  plan,
  apply,
  drift,
  comment,
  validate: (session) => validate(session),
}

const forkRemark =
  'This pull request comes from a fork, which gets no secrets: it was checked offline. It is planned when someone with write access brings it to a branch of this repository.'

type Environment = Readonly<Record<string, string | undefined>>

export async function runAction(env: Environment, write: (text: string) => void): Promise<ExitCode> {
  const log = openLog(write)
  const runner = readRunner(env)
  try {
    const session = openSession(readInputs(env), runner, log)
    const { exitCode, outputs, summary } = await outcomeOf(session)
    for (const [name, value] of Object.entries(outputs)) runner.output(name, session.redact.current(value))
    runner.summary(session.redact.current(summary))
    return exitCode
  } catch (error) {
    // Inputs, or our own fault.
    const { outputs, summary } = failureOutcome(error, (text) => text)
    for (const [name, value] of Object.entries(outputs)) runner.output(name, value)
    runner.summary(summary)
    log.command(workflowCommand('error', { title: 'Strait' }, failureMessage(error)))
    return failed
  } finally {
    log.close()
  }
}

async function outcomeOf(session: Session): Promise<Outcome> {
  const { inputs, log } = session
  try {
    if (allowedOf(session) === 'all') return await commands[inputs.command](session)
    return await validate(session, inputs.command === 'validate' ? '' : forkRemark)
  } catch (error) {
    const redact = session.redact.current
    const told = failureOutcome(error, redact)
    if (!(error instanceof Mistakes)) {
      log.command(workflowCommand('error', { title: titleOf(error) }, failureMessage(error)))
    }
    if (inputs.command !== 'plan') return told
    const [title, body] = partsOf(error, redact)
    const url = await tellFailure(session, title, body).catch((second: Error) => {
      log.terminal.note(`The pull request could not be told: ${second.message}`)
      return undefined
    })
    return url === undefined ? told : { ...told, outputs: { ...told.outputs, comment_url: url } }
  }
}

function failureOutcome(error: unknown, redact: Redact): Outcome {
  const [title, body] = partsOf(error, redact)
  const reason = error instanceof Mistakes ? error.reason : failureReason(error)
  const lock =
    reason === 'lease_held' && error instanceof StraitError ? { lock_info: JSON.stringify(error.facts) } : {}
  return {
    exitCode: failed,
    outputs: { failure_reason: reason, ...lock },
    summary: `### ❌ Strait: ${title}\n\n${body}`,
  }
}

/** Title and body, both safe Markdown. Secrets go before characters are escaped: afterwards they look different. */
function partsOf(error: unknown, redact: Redact): readonly [string, string] {
  if (error instanceof Mistakes) return [prose(error.title), error.markdown]
  return [
    error instanceof StraitError ? prose(titleText[error.code] ?? 'it failed') : 'a bug in Strait',
    failureText(codeOf(error), redact(failureMessage(error))),
  ]
}

/** What went wrong, in the words of a reviewer. */
const titleText: Partial<Record<StraitError['code'], string>> = {
  ST300: 'a cluster cannot be reached',
  ST301: 'a cluster does not answer',
  ST302: 'a cluster refuses the password',
  ST450: 'the reviewed plan is stale',
  ST451: 'another apply is at work',
  ST454: 'the plan has errors',
  ST601: 'a secret is missing',
  ST602: 'files cannot be read',
  ST612: 'GitHub refuses',
  ST610: 'a secret is not meant for this cluster',
  ST613: 'this event may not reach clusters',
  ST615: 'the plan was not reviewed',
}

function titleOf(error: unknown): string {
  return error instanceof StraitError ? error.code : 'Strait'
}
