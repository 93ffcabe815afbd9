// `command: comment`: puts what a fork's workflow found on its pull request. It runs in a workflow of the default branch
// after that one, with a token that may write, and checks out nothing: the file it is given comes from strangers and
// is text to be shown. Which pull request it belongs to is GitHub's word, not the file's.

import { readFileSync, statSync } from 'node:fs'
import { StraitError } from '../../errors/strait-error.ts'
import { commentBytesMax, statusSection } from '../../github/lifecycle.ts'
import { markerLine } from '../../github/marker.ts'
import { findSticky, writeSticky } from '../../github/sticky-comment.ts'
import { type Validation, validation, validationMarkdown } from '../../github/validation-markdown.ts'
import { done } from '../exit-code.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'

const fileBytesMax = 4 * 1024 * 1024

export async function comment(session: Session): Promise<Outcome> {
  const { github, runner, inputs, key, log } = session
  const { trigger } = runner
  if (trigger.kind !== 'workflow_run') {
    throw new StraitError('ST613', 'comment runs on workflow_run, after the workflow of a pull request')
  }
  if (github === undefined) throw new StraitError('ST614', 'comment needs the input github-token')
  const found = readValidation(session.context.path(inputs.planFile))
  const pullRequest = (await github.pullRequestsFrom(trigger.head)).find(
    ({ headSha }) => headSha === trigger.headSha,
  )
  if (pullRequest === undefined) {
    log.terminal.print('The pull request is closed, or has a newer commit: nothing to say.')
    return { exitCode: done, outputs: {}, summary: '' }
  }
  const topic = { pullRequest: pullRequest.number, kind: 'validation', key } as const
  const head = markerLine('validation', { v: 1, key, head: trigger.headSha, fp: '' })
  const status = statusSection({
    state: 'checked',
    jobUrl: runner.jobUrl,
    sha: trigger.headSha,
    detail: onlyOffline,
  })
  const text = validationMarkdown(found, key, commentBytesMax - head.length - status.length)
  const [verdict = '', ...rest] = text.split('\n')
  const body = `${[head, verdict, '', status, ...rest].join('\n')}\n`
  const { url } = await writeSticky(github, topic, { body, found: await findSticky(github, topic) })
  return { exitCode: done, outputs: { comment_url: url }, summary: text }
}

const onlyOffline = 'checked offline, because a pull request of a fork gets no secrets'

function readValidation(file: string): Validation {
  try {
    if (statSync(file).size > fileBytesMax) throw new Error('it is larger than any answer of validate')
    return validation.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new StraitError('ST602', `${file} is not the answer of validate`, { cause })
  }
}
