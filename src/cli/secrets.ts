// Where secrets are read: at connection time, in the process that connects. They are never stored and never
// part of a message. STRAIT_SECRET_BINDINGS says which secret is for which brokers and how it may get there, and stands
// where who edits the topology cannot reach it: in the environment of the process that connects.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'
import {
  assertBound,
  parseSecretBindings,
  type SecretBindings,
  secretRefsOf,
} from '../live/secret-bindings.ts'
import { filesOf } from '../live/secret-transport.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'

/** The environment variable that holds the bindings. Empty: every secret may go to any host. */
export const bindingsVariable = 'STRAIT_SECRET_BINDINGS'

/**
 * A reader of secrets; relative `secret_file` paths are read from `directory`, the topology's. It throws ST610 for a
 * secret that is not bound to the cluster, ST611 for bindings that cannot be read.
 */
export function secretReader(directory: string): (ref: SecretRef, cluster: ClusterSpec) => string {
  const bindings = givenBindings()
  const read = filesOf(directory)
  return (ref, cluster) => {
    if (bindings !== undefined) assertBound(ref, cluster, { bindings, read })
    return 'env' in ref ? fromEnvironment(ref.env) : fromFile(resolve(directory, ref.file), ref.file)
  }
}

/** Every use of a secret that `secretReader` would refuse with ST610. Opens no secret. Throws ST400 and ST611. */
export function unboundUses(clusters: readonly ClusterSpec[], directory: string): StraitError[] {
  const bindings = givenBindings()
  const read = filesOf(directory)
  if (bindings === undefined) return []
  return clusters.flatMap((cluster) =>
    secretRefsOf(cluster).flatMap((ref) => {
      try {
        assertBound(ref, cluster, { bindings, read })
        return []
      } catch (error) {
        if (error instanceof StraitError && error.code === 'ST610') return [error]
        throw error
      }
    }),
  )
}

/** Undefined where there are none. */
function givenBindings(): SecretBindings | undefined {
  const text = process.env[bindingsVariable] ?? ''
  return text.trim() === '' ? undefined : parseSecretBindings(text)
}

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new StraitError('ST601', `env("${name}") is not set; export ${name} before running strait`, {
    facts: { variable: name },
  })
}

/** Without the line break that editors leave at the end. */
function fromFile(path: string, shown: string): string {
  const facts = { file: shown }
  let value: string
  try {
    value = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    const message = `secret_file("${shown}") cannot be read; it is looked for at ${path}`
    throw new StraitError('ST601', message, { cause, facts })
  }
  if (value !== '') return value
  throw new StraitError('ST601', `secret_file("${shown}") is empty; write the secret to ${path}`, { facts })
}
