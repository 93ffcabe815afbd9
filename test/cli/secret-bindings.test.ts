// A topology that sends a bound secret elsewhere is refused before anything is connected: a socket that listens where
// the topology points sees nobody.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { folder, start, strait } from './strait.ts'

test('a secret is not sent where it is not bound, by no command that connects', async () => {
  let connections = 0
  const listener = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const { port } = listener.address() as AddressInfo
  using directory = folder({ 'main.hcl': topology(port) })
  const env = { US_PASSWORD: 'canary-5f1d', STRAIT_SECRET_BINDINGS: 'US_PASSWORD = us.example.com' }
  try {
    for (const args of [
      ['plan'],
      ['apply', '--yes'],
      ['status'],
      ['agent'],
      ['up', '--yes'],
      ['pause', 'us-to-eu'],
    ]) {
      const { code, stdout, stderr } = await strait([...args, '--json'], { cwd: directory.path, env })
      assert.equal(code, 1, args.join(' '))
      assert.match(
        stderr,
        /ST610\W+cluster "(us|eu)" would send env\("US_PASSWORD"\) to (127\.0\.0\.1|localhost):\d+/,
        stderr,
      )
      if (args[0] !== 'agent') assert.equal(JSON.parse(stdout).failure_reason, 'secret_not_bound')
      assert.equal((stdout + stderr).includes('canary'), false)
    }
    assert.equal(connections, 0)
    const bound = { ...env, STRAIT_SECRET_BINDINGS: 'US_PASSWORD = 127.0.0.1, localhost, plaintext' }
    const { child, ended } = start(['plan'], { cwd: directory.path, env: bound })
    await Promise.race([once(listener, 'connection'), ended])
    child.kill('SIGKILL')
    await ended
    assert.ok(connections > 0, 'the same plan connects where the secret is bound')
  } finally {
    listener.close()
  }
})

function topology(port: number): string {
  const cluster = (name: string, host: string): string => `cluster "${name}" {
  bootstrap = ["${host}:${port}"]

  sasl {
    mechanism = "scram-sha-512"
    username  = "strait"
    password  = env("US_PASSWORD")
  }
}
`
  return `${cluster('us', '127.0.0.1')}
${cluster('eu', 'localhost')}
flow "us-to-eu" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}
`
}
