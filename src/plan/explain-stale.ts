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
  const cameOrWent = changed.filter(
    (name) => name.startsWith('topic ') && isAbsent(before[name]) !== isAbsent(after[name]),
  )
  const covered = cameOrWent.map((name) => ` of ${name.slice('topic '.length)}`)
  const sentences = changed
    .filter((name) => !covered.some((suffix) => name.endsWith(suffix)))
    .map((name) => sentence(name, before[name], after[name]))
  if (sentences.length > 0 || oldPlan.fingerprint.hash === newPlan.fingerprint.hash) return sentences
  return ['what the plan was decided on changed']
}

function sentence(name: string, before: string | undefined, after: string | undefined): string {
  if (isAbsent(before)) return isTopic(name) ? `${name} appeared` : `${name} is new: ${text(name, after)}`
  if (isAbsent(after))
    return isTopic(name) ? `${name} is gone` : `${name} is gone, it was ${text(name, before)}`
  if (isTopic(name)) return `${name} was deleted and created again`
  if (before?.startsWith('sha256:') && after?.startsWith('sha256:')) return `${name} changed`
  return `${name} changed ${text(name, before)} → ${text(name, after)}`
}

function isTopic(name: string): boolean {
  return name.startsWith('topic ')
}

function isAbsent(value: string | undefined): boolean {
  return value === undefined || value === 'absent'
}

function text(name: string, value = ''): string {
  const [, ms, rest = ''] = /^(-?\d+)( \(default\))?$/.exec(value) ?? []
  return ms !== undefined && /\.ms`/.test(name) ? `${durationText(Number(ms))}${rest}` : value
}
