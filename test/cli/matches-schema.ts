// Real output held against the published JSON Schemas by a validator that is not ours.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

export const schemasFolder: string = join(import.meta.dirname, '../../schemas')

const validators = new Map<string, ValidateFunction>()

/** `schema` is a file of schemas/ without its ending, with a part of it after `#`: `status#lag`. */
export function assertMatches(schema: string, value: unknown): void {
  const validate = validators.get(schema) ?? compile(schema)
  validators.set(schema, validate)
  assert.ok(validate(value), `${schema}: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`)
}

function compile(name: string): ValidateFunction {
  const [file = '', part] = name.split('#')
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
  const schema: object = JSON.parse(readFileSync(join(schemasFolder, `${file}.schema.json`), 'utf8'))
  ajv.addSchema(schema, file)
  return ajv.compile({ $ref: part === undefined ? file : `${file}#/$defs/${part}` })
}

/** The lines of `--json` output that is one object a line. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
