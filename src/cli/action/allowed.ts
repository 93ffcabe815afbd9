// What an event may cause. Clusters are reached only by code of this repository: a pull request of a fork is checked
// offline, and events that run with secrets on anyone's say are refused.

import { StraitError } from '../../errors/strait-error.ts'
import type { Session } from './session.ts'

export type Allowed = 'all' | 'offline'

/** Throws ST613 where nothing may be done. */
export function allowedOf({ inputs, runner }: Session): Allowed {
  const { trigger } = runner
  const { command, branch } = inputs
  if (command === 'validate') return 'offline'
  if (command === 'comment') return 'all'
  switch (trigger.kind) {
    case 'untrusted':
      throw refused(
        `${trigger.event} runs with the repository's secrets on the say of strangers; use pull_request`,
      )
    case 'workflow_run':
      throw refused('workflow_run is for command: comment; plan on pull_request, apply on push')
    case 'pull_request':
      if (trigger.isFork) return 'offline'
      if (command === 'plan') return 'all'
      throw refused(
        `${command} does not run on a pull request; ${command === 'apply' ? 'merge it first' : 'use schedule'}`,
      )
    case 'branch': {
      const isOwn = branch === '' ? trigger.isDefault : trigger.branch === branch
      if (command !== 'apply' || isOwn) return 'all'
      const own = branch === '' ? 'the default branch' : `the branch ${branch}`
      throw refused(`apply is for ${own}, and this is ${trigger.branch}; the input branch names another`)
    }
  }
}

function refused(why: string): StraitError {
  return new StraitError('ST613', why)
}
