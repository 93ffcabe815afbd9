// HCL of every kind: the examples and the corpus of the tests, good files and broken ones.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

export function hclTexts(): readonly string[] {
  const snippets: readonly string[] = JSON.parse(
    readFileSync(join(root, 'test/hcl/cases/snippets.json'), 'utf8'),
  )
  const files = ['examples', 'test/hcl/cases', 'test/topology/cases'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.hcl'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  )
  return [...files, ...snippets]
}
