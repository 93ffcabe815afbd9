// Every function of the language. All are pure: the same topology makes the same plan, today and tomorrow.

import type { HclFunction } from '../scope.ts'
import { amountFunctions } from './amount-functions.ts'
import { collectionFunctions } from './collection-functions.ts'
import { define } from './define.ts'
import { type FileReader, fileFunctions } from './file-functions.ts'
import { parseJson, toJson } from './json-text.ts'
import { numberFunctions } from './number-functions.ts'
import { regexFunctions } from './regex-functions.ts'
import { secretFunctions } from './secret-functions.ts'
import { setFunctions } from './set-functions.ts'
import { textFunctions } from './text-functions.ts'
import { typeFunctions } from './type-functions.ts'
import { yamldecode } from './yaml-text.ts'

const dataFunctions = [
  define('jsonencode(value: any?)', ({ value }) => toJson(value(0))),
  define('jsondecode(text: string)', ({ text }) => parseJson(text(0))),
  yamldecode,
]

const pureFunctions: readonly HclFunction[] = [
  ...textFunctions,
  ...regexFunctions,
  ...collectionFunctions,
  ...setFunctions,
  ...numberFunctions,
  ...typeFunctions,
  ...dataFunctions,
  ...amountFunctions,
  ...secretFunctions,
]

export interface FunctionOptions {
  /** Serves `file` and `templatefile`, which do not exist without it. */
  readonly readFile?: FileReader
  /** From the root, the directory that paths are relative to; the root where absent. */
  readonly directory?: string
}

/** By name. A template cannot call `file` or `templatefile` itself. */
export function standardFunctions({
  readFile,
  directory = '',
}: FunctionOptions = {}): ReadonlyMap<string, HclFunction> {
  const pure = byName(pureFunctions)
  if (readFile === undefined) return pure
  return new Map([...pure, ...byName(fileFunctions({ readFile, directory }, pure))])
}

function byName(functions: readonly HclFunction[]): ReadonlyMap<string, HclFunction> {
  return new Map(functions.map((each) => [each.name, each]))
}
