// The directories that modules are made of. Each is read and parsed once, however many modules use it, and what is
// wrong with its text is told once, with the first module that asked.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import { parseHcl } from '../../hcl/parse.ts'
import { collectDeclarations, type Declarations } from '../declarations.ts'
import type { SourceFile, Sources } from '../sources.ts'

/** The `*.hcl` files of one directory under the root. */
export interface ModuleDirectory {
  /** From the root, links resolved: one directory has one name here. */
  readonly directory: string
  readonly files: readonly SourceFile[]
  /** Of files that are no text. */
  readonly diagnostics?: readonly Diagnostic[]
}

/** Lists a directory by its path from the root. `problem` completes a sentence about the directory: "it …". */
export type ModuleReader = (path: string) => ModuleDirectory | { readonly problem: string }

export interface LibraryModule {
  readonly directory: string
  readonly declarations: Declarations
}

export interface Library {
  /** `asker` is the address of the module that wants it. */
  readonly open: (path: string, asker: string) => LibraryModule | { readonly problem: string }
  /** Whether the text of any file has a mistake so far. */
  readonly hasSyntaxErrors: () => boolean
}

interface LibraryOptions {
  readonly read: ModuleReader | undefined
  readonly sources: Sources
  readonly report: (diagnostic: Diagnostic) => void
}

export function openLibrary({ read, sources, report }: LibraryOptions): Library {
  const known = new Map<string, LibraryModule>()
  let broken = false
  return {
    hasSyntaxErrors: () => broken,
    open(path, asker) {
      const found = read?.(path) ?? { problem: 'cannot be read here' }
      if ('problem' in found) return found
      const { directory, files, diagnostics = [] } = found
      const opened = known.get(directory)
      if (opened !== undefined) return opened
      const tell = (diagnostic: Diagnostic): void => report({ address: asker, ...diagnostic })
      for (const diagnostic of diagnostics) tell(diagnostic)
      const bodies = inOrder(files).map((file) => {
        sources.add(file)
        const parsed = parseHcl(file)
        for (const diagnostic of parsed.diagnostics) tell(diagnostic)
        broken ||= parsed.diagnostics.length > 0
        return parsed.body
      })
      const module = { directory, declarations: collectDeclarations(bodies, tell, 'module') }
      known.set(directory, module)
      return module
    },
  }
}

/** Which of two duplicates is called the first must not hang on how a directory is listed. */
export function inOrder(files: readonly SourceFile[]): SourceFile[] {
  return files.toSorted((one, other) => (one.filename < other.filename ? -1 : 1))
}
