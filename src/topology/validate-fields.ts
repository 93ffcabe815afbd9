// zod is the model's judge: every field is held against the model's own schema, so that the language can never
// produce what the model forbids. What zod finds is told in the words of the language, at the place it was written.

import type * as z from 'zod'
import { didYouMean } from '../std/did-you-mean.ts'
import { quoted } from './describe-value.ts'
import type { Partly } from './draft.ts'
import { type Finding, listed } from './finding.ts'
import { type Origins, originOf } from './origins.ts'

type Issue = z.core.$ZodIssue

export interface Validated<Spec> {
  /** The fields that are valid. */
  readonly spec: Partly<Spec>
  readonly findings: readonly Finding[]
}

/** Holds each field of `fields` against its own schema; fields that are absent are nobody's mistake here. */
export function validateFields<Spec>(
  schema: { readonly shape: Readonly<Record<string, z.ZodType>>; readonly _output: Spec },
  fields: Readonly<Record<string, unknown>>,
  { origins, path }: { readonly origins: Origins; readonly path: string },
): Validated<Spec> {
  const spec: Record<string, unknown> = {}
  const findings: Finding[] = []
  for (const [key, field] of Object.entries(schema.shape)) {
    const value = fields[key]
    if (value === undefined) continue
    const result = field.safeParse(value)
    if (result.success) spec[key] = result.data
    else
      findings.push(...result.error.issues.flatMap((issue) => explain(issue, value, { origins, path, key })))
  }
  return { spec: spec as Partly<Spec>, findings }
}

interface FieldPlace {
  readonly origins: Origins
  readonly path: string
  readonly key: string
}

function explain(issue: Issue, field: unknown, { origins, path, key }: FieldPlace): Finding[] {
  const value = valueAt(field, issue.path)
  // An absent part of a block was reported as missing, or as what made it unreadable.
  if (value === undefined) return []
  const origin = originOf(origins, [path, key, ...issue.path.map(String)].join('.'))
  return [
    {
      code: 'ST154',
      ...inWords(issue, origin?.name ?? key, value),
      ...(origin === undefined ? {} : { subject: origin.range }),
    },
  ]
}

type Words = Pick<Finding, 'summary' | 'detail' | 'suggestion'>

/** One zod issue about argument `name` in plain words. */
export function inWords(issue: Issue, name: string, value: unknown): Words {
  switch (issue.code) {
    case 'invalid_value':
      return notAmong(name, value, issue.values.map(String))
    case 'too_small': {
      if (issue.origin === 'array' || issue.origin === 'string')
        return { summary: `"${name}" must not be empty` }
      const least = issue.inclusive === false ? 'more than' : 'at least'
      return { summary: `"${name}" must be ${least} ${issue.minimum}`, detail: `It is ${shown(value)}.` }
    }
    case 'too_big':
      return { summary: `"${name}" must be at most ${issue.maximum}`, detail: `It is ${shown(value)}.` }
    case 'invalid_type':
      return issue.expected === 'int'
        ? { summary: `"${name}" must be a whole number`, detail: `It is ${shown(value)}.` }
        : { summary: `"${name}" cannot be ${shown(value)}` }
    default:
      return { summary: `"${name}" cannot be ${shown(value)}` }
  }
}

function notAmong(name: string, value: unknown, allowed: readonly string[]): Words {
  const near = typeof value === 'string' ? didYouMean(value, allowed) : undefined
  return {
    summary: `"${name}" cannot be ${shown(value)}`,
    detail: `It is one of ${listed(allowed.map(quoted), 'or')}.`,
    ...(near === undefined ? {} : { suggestion: `"${near}"` }),
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : typeof value === 'object' ? 'this' : String(value)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}
