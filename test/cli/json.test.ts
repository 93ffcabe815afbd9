// --json is a promise of every command: whatever happens, stdout is JSON that says why.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commands } from '../../src/cli/command-table.ts'
import { folder, strait } from './strait.ts'

/** Something that leads nowhere, for each word of a command's arguments. */
const nowhere: Readonly<Record<string, string>> = {
  flow: 'no-flow',
  shell: 'no-shell',
  file: 'no-file',
  planfile: 'no-file',
}

describe('a failure with --json is one document with its reason:', { concurrency: 2 }, () => {
  for (const { name, args } of commands.filter(({ hidden }) => hidden !== true)) {
    test(name, async () => {
      using directory = folder({ 'main.hcl': 'flow "no-flow" {\n  sauce =\n}\n' })
      const words = [...args.matchAll(/[\w|]+/g)].map(([word]) => word)
      const given = words.map((word) => nowhere[word] ?? directory.path)
      const { code, stdout } = await strait([...name.split(' '), ...given, '--json'], { cwd: directory.path })
      assert.equal(code, 1, stdout)
      const document: unknown = JSON.parse(stdout)
      assert(typeof document === 'object' && document !== null && 'failure_reason' in document, stdout)
      assert.match(String(document.failure_reason), /^[a-z_]+$/)
    })
  }
})
