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
  { typed: 'strait fmt main.hcl topo', completed: 'strait fmt main.hcl topology/' },
  { typed: 'strait fmt topology main.hcl pla', completed: 'strait fmt topology main.hcl plan.json' },
  { typed: 'strait apply pla', completed: 'strait apply plan.json' },
  { typed: 'strait plan --out pla', completed: 'strait plan --out plan.json' },
  { typed: 'strait plan --var-file main', completed: 'strait plan --var-file main.hcl' },
  { typed: 'strait export --out topo', completed: 'strait export --out topology/' },
  { typed: 'strait import mm2 mm2.p', completed: 'strait import mm2 mm2.properties' },
  { typed: 'strait explain flow.us-', completed: 'strait explain flow.us-to-eu' },
  { typed: 'strait explain cluster.u', completed: 'strait explain cluster.us' },
  { typed: "strait explain 'flow.spoke[b", completed: 'strait explain flow.spoke[bergen]' },
  { typed: "strait explain 'module.pair.flow.eu-", completed: 'strait explain module.pair.flow.eu-to-pair' },
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
