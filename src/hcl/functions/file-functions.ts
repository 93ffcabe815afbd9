// Files beside the topology. Reading is someone else's: here a path is only let through when it stays inside.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import { evaluate } from '../evaluate.ts'
import { parseTemplateText } from '../parse.ts'
import type { Budget, Failure, HclFunction } from '../scope.ts'
import type { Value } from '../value.ts'
import { define, failure, parameter } from './define.ts'

/** Reads a file under the topology's directory, links followed only inside it. `problem` completes "path: …". */
export type FileReader = (path: string) => { readonly text: string } | { readonly problem: string }

/** `functions` are those that templates may call. */
export function fileFunctions(
  readFile: FileReader,
  functions: ReadonlyMap<string, HclFunction>,
): readonly HclFunction[] {
  return [
    define('file(path: string)', ({ text }) => readInside(readFile, text(0))),
    {
      name: 'templatefile',
      parameters: [parameter('path: string'), parameter('variables: object')],
      call: ([path, variables], budget) =>
        renderFile({ readFile, functions, budget }, String(path), variables as ReadonlyMap<string, Value>),
    },
  ]
}

function readInside(readFile: FileReader, path: string): string | Failure {
  const isOutside = path.startsWith('/') || /^[A-Za-z]:|[\\\0]/.test(path) || path.split('/').includes('..')
  if (isOutside)
    return failure(
      'only files under the directory of the topology can be read, by a relative path with "/"',
      0,
    )
  const read = readFile(path)
  return 'text' in read ? read.text : failure(`${path}: ${read.problem}`, 0)
}

interface Rendering {
  readonly readFile: FileReader
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly budget: Budget
}

function renderFile(
  { readFile, functions, budget }: Rendering,
  path: string,
  variables: ReadonlyMap<string, Value>,
): Value | Failure {
  const text = readInside(readFile, path)
  if (typeof text !== 'string') return text
  const { expression, diagnostics } = parseTemplateText({ filename: path, text })
  const mistakes: Diagnostic[] = [...diagnostics]
  const value = evaluate(expression, {
    functions,
    budget,
    names: [...variables.keys()],
    lookup: ({ root }) => {
      const found = variables.get(root)
      return found === undefined ? undefined : { value: found, steps: 0 }
    },
    report: (diagnostic) => mistakes.push(diagnostic),
  })
  const [first] = mistakes
  return first === undefined
    ? value
    : failure(`${path} line ${first.subject?.start.line ?? 1}: ${first.summary}`)
}
