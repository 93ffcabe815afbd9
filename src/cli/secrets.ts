// Where secrets are read: at connection time, in the process that connects. They are never stored and never
// part of a message.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StraitError } from '../errors/strait-error.ts'
import type { SecretRef } from '../topology/model.ts'

/** A reader of secrets; relative `secret_file` paths are read from `directory`, the topology's. */
export function secretReader(directory: string): (ref: SecretRef) => string {
  return (ref) => ('env' in ref ? fromEnvironment(ref.env) : fromFile(resolve(directory, ref.file), ref.file))
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
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new StraitError('ST601', `secret_file("${shown}") cannot be read; it is looked for at ${path}`, {
      cause,
      facts: { file: shown },
    })
  }
}
