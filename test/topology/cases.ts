// The corpus of whole topologies: every directory of cases/ is one, directories below it are modules.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { autoValues, type Given } from '../../src/topology/given-values.ts'
import type { TopologyInput } from '../../src/topology/load-topology.ts'
import type { SourceFile } from '../../src/topology/sources.ts'

export const casesDirectory: string = join(import.meta.dirname, 'cases')

/** Every directory of the corpus, by name. */
export const caseNames: readonly string[] = readdirSync(casesDirectory).sort()

/** What a directory, as one of the corpus or of the examples, gives the loader. */
export function inputOf(directory: string): TopologyInput {
  const given = join(directory, 'given.json')
  return {
    files: hclFiles(directory, ''),
    version: '0.1.0',
    given: existsSync(given) ? JSON.parse(readFileSync(given, 'utf8')) : valuesBeside(directory),
    readFile: (path) =>
      isFile(join(directory, path))
        ? { text: readFileSync(join(directory, path), 'utf8') }
        : { problem: 'there is nothing of that name' },
    readModule(path) {
      if (!existsSync(join(directory, path))) return { problem: 'does not exist' }
      const files = hclFiles(join(directory, path), `${path}/`)
      return files.length === 0 ? { problem: 'has no *.hcl files' } : { directory: path, files }
    },
  }
}

function valuesBeside(directory: string): Given[] {
  const filename = autoValues.own
  const place = join(directory, filename)
  return existsSync(place) ? [{ filename, text: readFileSync(place, 'utf8') }] : []
}

function hclFiles(directory: string, prefix: string): SourceFile[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.hcl'))
    .map((file) => ({ filename: prefix + file, text: readFileSync(join(directory, file), 'utf8') }))
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** Every `*.hcl` of the corpus, modules included, with its path. */
export function corpusFiles(): readonly SourceFile[] {
  return readdirSync(casesDirectory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hcl'))
    .sort()
    .map((filename) => ({ filename, text: readFileSync(join(casesDirectory, filename), 'utf8') }))
}
