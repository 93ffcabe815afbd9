// The corpus: `valid/NAME.hcl` beside the data it evaluates to, `broken/NAME.hcl` beside what is printed about it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validationToJson } from '../../src/errors/diagnostic-json.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { dataOf, dataText } from './file-data.ts'

export interface Case {
  readonly filename: string
  readonly text: string
  /** Where the expected output stands. */
  readonly expectedPath: string
}

/** Every case of one kind, in order. */
export function casesOf(kind: 'valid' | 'broken'): readonly Case[] {
  const directory = join(import.meta.dirname, 'cases', kind)
  return readdirSync(directory)
    .filter((name) => name.endsWith('.hcl'))
    .sort()
    .map((filename) => ({
      filename,
      text: readFileSync(join(directory, filename), 'utf8'),
      expectedPath: join(directory, filename.replace('.hcl', kind === 'valid' ? '.json' : '.txt')),
    }))
}

/** What a broken file prints. */
export function printed({ filename, text }: Case): string {
  return printDiagnostics(parseHcl({ filename, text }).diagnostics, { sources: new Map([[filename, text]]) })
}

/** What `validate --json` says of a broken file, and where that is expected. */
export function printedJson({ filename, text }: Case): string {
  const sources = new Map([[filename, text]])
  return `${JSON.stringify(validationToJson(parseHcl({ filename, text }).diagnostics, sources), null, 2)}\n`
}

export function jsonPath({ expectedPath }: Case): string {
  return expectedPath.replace(/\.txt$/, '.json')
}

/** What a valid file evaluates to. */
export function evaluated({ filename, text }: Case): string {
  return dataText(dataOf(parseHcl({ filename, text }).body))
}
