// Why a saved plan no longer holds: the decision inputs that changed, in words.

import { byText } from './canonical.ts'
import { durationText } from './duration-text.ts'
import type { Plan } from './plan-file.ts'

/** Sentences without a full stop, one a change, in order; empty when the plan still holds. */
export function explainStale(
  oldPlan: Pick<Plan, 'fingerprint'>,
  newPlan: Pick<Plan, 'fingerprint'>,
): string[] {
  const [before, after] = [oldPlan.fingerprint.inputs, newPlan.fingerprint.inputs]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byText)
  const changed = names.filter((name) => before[name] !== after[name])
  // What is said of a topic that came or went is said by its own line.
  const covered = changed
    .filter((name) => isTopic(name) && cameOrWent(before[name], after[name]))
    .map((name) => ` of ${name.slice('topic '.length)}`)
  const sentences = changed
    .filter((name) => !isOnlySeen(name, before[name], after[name]))
    .filter((name) => !covered.some((suffix) => name.endsWith(suffix)))
    .map((name) => sentence(name, before[name], after[name]))
  if (sentences.length > 0 || oldPlan.fingerprint.hash === newPlan.fingerprint.hash) return sentences
  return ['what the plan was decided on changed']
}

function sentence(name: string, before: string | undefined, after: string | undefined): string {
  const [was, is] = [text(name, before), text(name, after)]
  // Looked at only while somebody wants it: what the source grants, or an acl block declares.
  if (name.startsWith('ACL ') && cameOrWent(before, after)) {
    return `${name} is ${isAbsent(before) ? `wanted now, and ${is}` : 'no longer wanted'}`
  }
  if (isAbsent(before)) return isTopic(name) ? `${name} appeared` : `${name} is new${is && `: ${is}`}`
  if (isAbsent(after)) return isTopic(name) ? `${name} is gone` : `${name} is gone${was && `, it was ${was}`}`
  if (isTopic(name)) return `${name} was deleted and created again`
  return was === '' || is === '' ? `${name} changed` : `${name} changed ${was} → ${is}`
}

function isTopic(name: string): boolean {
  return name.startsWith('topic ')
}

function isAbsent(value: string | undefined): boolean {
  return value === undefined || value === 'absent'
}

/** What a plan began or ceased to look at did not change itself: what made it look there has its own sentence. */
function isOnlySeen(name: string, before: string | undefined, after: string | undefined): boolean {
  const seen = isAbsent(before) ? after : before
  if (!isAbsent(before) && !isAbsent(after)) return false
  return isAbsent(seen) || name.startsWith('brokers of ') || seen?.endsWith(' (default)') === true
}

/** A topic that the other plan did not look at at all counts too. */
function cameOrWent(before: string | undefined, after: string | undefined): boolean {
  return before === undefined || after === undefined || isAbsent(before) !== isAbsent(after)
}

/** Empty for a value that was kept as its hash only. */
function text(name: string, value = ''): string {
  if (value.startsWith('sha256:')) return ''
  const [, ms, rest = ''] = /^(-?\d+)( \(default\))?$/.exec(value) ?? []
  return ms !== undefined && /\.ms`/.test(name) ? `${durationText(Number(ms))}${rest}` : value
}
