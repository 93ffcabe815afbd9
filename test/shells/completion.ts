// What Tab makes of a line, the same in every shell.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Folder } from '../cli/strait.ts'
import { openShell, type Shell, type ShellName } from './shell.ts'
import { workFolder } from './work-folder.ts'

const lines: readonly { readonly typed: string; readonly completed: string }[] = [
  { typed: 'strait valid', completed: 'strait validate' },
  { typed: 'strait plan --detailed', completed: 'strait plan --detailed-exitcode' },
  { typed: 'strait --no-color plan --ou', completed: 'strait --no-color plan --out' },
  { typed: 'strait gaps us-', completed: 'strait gaps us-to-eu' },
  { typed: 'strait agent --flow eu-', completed: 'strait agent --flow eu-to-us' },
  { typed: 'strait pause spoke-b', completed: 'strait pause spoke-bergen' },
  { typed: 'strait plan --color ne', completed: 'strait plan --color never' },
  { typed: 'strait show pla', completed: 'strait show plan.json' },
  { typed: 'strait validate topo', completed: 'strait validate topology/' },
  { typed: 'strait completion z', completed: 'strait completion zsh' },
  { typed: 'strait help sta', completed: 'strait help status' },
]

export function testCompletion(name: ShellName): void {
  describe(name, { timeout: 120_000 }, () => {
    let directory: Folder
    let shell: Shell
    before(async () => {
      directory = workFolder()
      shell = await openShell(name, directory.path)
    })
    after(() => {
      shell[Symbol.dispose]()
      directory[Symbol.dispose]()
    })
    for (const { typed, completed } of lines) {
      test(`${typed} → ${completed}`, async () => {
        const words = await shell.complete(typed)
        // zsh takes the slash of a directory away again when the line ends.
        assert.equal(words.join(' ').replace(/\/$/, ''), completed.replace(/\/$/, ''))
      })
    }
  })
}
