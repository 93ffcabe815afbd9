// Files beside the topology. Reading is someone else's: here a path is only let through when it stays inside.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import { evaluate } from '../evaluate.ts'
import { insideRoot } from '../inside-root.ts'
import { parseTemplateText } from '../parse.ts'
import type { Budget, Failure, HclFunction } from '../scope.ts'
import type { Value } from '../value.ts'
import { define, failure, parameter } from './define.ts'

/** Reads a file by its path from the root, links followed only inside it. `problem` completes "path: …". */
export type FileReader = (path: string) => { readonly text: string } | { readonly problem: string }

export interface Files {
  readonly readFile: FileReader
  /** From the root, the directory of the files that call: paths are relative to it. Empty for the root. */
  readonly directory: string
}

/** `functions` are those that templates may call. */
export function fileFunctions(
  files: Files,
  functions: ReadonlyMap<string, HclFunction>,
): readonly HclFunction[] {
  return [
    define('file(path: string)', ({ text }) => readInside(files, text(0))),
    {
      name: 'templatefile',
      parameters: [parameter('path: string'), parameter('variables: object')],
      call: ([path, variables], budget) =>
        renderFile({ ...files, functions, budget }, String(path), variables as ReadonlyMap<string, Value>),
    },
  ]
}

function readInside({ readFile, directory }: Files, path: string): string | Failure {
  const inside = insideRoot(directory, path)
  if (inside === undefined || inside === '')
    return failure(
      'only files under the directory of the topology can be read, by a relative path with "/"',
      0,
    )
  const read = readFile(inside)
  return 'text' in read ? read.text : failure(`${path}: ${read.problem}`, 0)
}

interface Rendering extends Files {
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly budget: Budget
}

function renderFile(
  { functions, budget, ...files }: Rendering,
  path: string,
  variables: ReadonlyMap<string, Value>,
): Value | Failure {
  const text = readInside(files, path)
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
