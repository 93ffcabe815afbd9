// Completion in a real bash. The other shells are tested by `npm run test:completion`, which installs them.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testCompletion } from './completion.ts'
import { openShell } from './shell.ts'
import { workFolder } from './work-folder.ts'

testCompletion('bash')

test('bash: a value after an equals sign is completed too', async () => {
  using directory = workFolder()
  using shell = await openShell('bash', directory.path)
  assert.deepEqual(await shell.complete('strait plan --color=al'), ['strait', 'plan', '--color=always'])
})

test('bash: a name that a shell would run is not offered and not run', async () => {
  using directory = workFolder()
  directory.write('hostile.hcl', 'flow "evil$(touch ran)" {\n}\n\nflow "evil`touch ran`" {\n}\n')
  using shell = await openShell('bash', directory.path)
  assert.deepEqual(await shell.complete('strait gaps ev'), ['strait', 'gaps', 'ev'])
  assert.equal(existsSync(join(directory.path, 'ran')), false)
})
