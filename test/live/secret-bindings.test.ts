import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertBound,
  bindingsFrom,
  formatSecretBindings,
  parseSecretBindings,
} from '../../src/live/secret-bindings.ts'
import type { ClusterSpec, SecretRef } from '../../src/topology/model.ts'

const password: SecretRef = { env: 'US_PASSWORD' }

function cluster(bootstrap: string[], rest: Partial<ClusterSpec> = {}): ClusterSpec {
  return {
    name: 'us',
    bootstrap,
    sasl: { mechanism: 'scram-sha-512', username: 'strait', password },
    ...rest,
  }
}

const cases: readonly {
  readonly name: string
  readonly text: string
  readonly bootstrap: string[]
  readonly clusterId?: string
  readonly refused?: RegExp
}[] = [
  {
    name: 'a bound host is allowed on any port',
    text: 'US_PASSWORD = a.example.com',
    bootstrap: ['a.example.com:9'],
  },
  {
    name: 'case does not count in host names',
    text: 'US_PASSWORD = A.example.com',
    bootstrap: ['a.EXAMPLE.com:9'],
  },
  {
    name: 'a bound port is the only one',
    text: 'US_PASSWORD = a.example.com:9092',
    bootstrap: ['a.example.com:9093'],
    refused:
      /would send env\("US_PASSWORD"\) to a\.example\.com:9093, but that secret is bound to a\.example\.com:9092; nothing was connected/,
  },
  {
    name: 'one stranger among known hosts is refused',
    text: 'US_PASSWORD = a.example.com',
    bootstrap: ['a.example.com:1', 'evil.example.net:1'],
    refused: /to evil\.example\.net:1/,
  },
  {
    name: 'a wildcard is for all below it',
    text: 'US_PASSWORD = *.example.com',
    bootstrap: ['a.b.example.com:1'],
  },
  {
    name: 'a wildcard is not for the domain itself',
    text: 'US_PASSWORD = *.example.com',
    bootstrap: ['example.com:1'],
    refused: /bound to \*\.example\.com/,
  },
  {
    name: 'a wildcard ends at a dot',
    text: 'US_PASSWORD = *.example.com',
    bootstrap: ['badexample.com:1'],
    refused: /badexample/,
  },
  {
    name: 'a host that begins like a bound one is refused',
    text: 'US_PASSWORD = a.example.com',
    bootstrap: ['a.example.com.evil.example.net:9092'],
    refused: /evil/,
  },
  {
    name: 'a secret that no binding names is refused',
    text: 'EU_PASSWORD = a.example.com',
    bootstrap: ['a.example.com:1'],
    refused: /cluster "us" asks for env\("US_PASSWORD"\), and no secret binding names it/,
  },
  {
    name: 'a bound cluster id has to be pinned',
    text: 'US_PASSWORD = a.example.com, cluster:abc',
    bootstrap: ['a.example.com:1'],
    refused: /bound to cluster id abc; write that as its cluster_id/,
  },
  {
    name: 'a pinned cluster id is allowed',
    text: 'US_PASSWORD = a.example.com, cluster:abc',
    bootstrap: ['a.example.com:1'],
    clusterId: 'abc',
  },
  { name: 'addresses of IPv6 are hosts', text: 'US_PASSWORD = [::1]:9092', bootstrap: ['[::1]:9092'] },
]

for (const { name, text, bootstrap, clusterId, refused } of cases) {
  test(name, () => {
    const spec = cluster(bootstrap, clusterId === undefined ? {} : { clusterId })
    const check = (): void => assertBound(password, spec, parseSecretBindings(text))
    if (refused === undefined) check()
    else
      assert.throws(
        check,
        (error: Error & { code?: string }) => error.code === 'ST610' && refused.test(error.message),
      )
  })
}

test('files are bound by the path that the topology writes', () => {
  const bindings = parseSecretBindings('file:/run/secrets/us = a.example.com')
  assertBound({ file: '/run/secrets/us' }, cluster(['a.example.com:1']), bindings)
  assert.throws(() => assertBound({ file: '/run/secrets/eu' }, cluster(['a.example.com:1']), bindings), {
    code: 'ST610',
  })
})

test('bindings are lines or pieces between semicolons, with remarks', () => {
  const text =
    '# who may have what\nA = a.example.com, b.example.com:1 # both\n\nB = *.c.example.com; C = d cluster:x'
  assert.deepEqual(
    [...parseSecretBindings(text)],
    [
      ['A', { hosts: ['a.example.com', 'b.example.com:1'], clusterIds: [] }],
      ['B', { hosts: ['*.c.example.com'], clusterIds: [] }],
      ['C', { hosts: ['d'], clusterIds: ['x'] }],
    ],
  )
})

test('what cannot be read binds nothing, loudly', () => {
  for (const text of [
    'A',
    'A =',
    '= a',
    'A = *',
    'A = a*b',
    'A = a, cluster:',
    'A = cluster:x',
    'A = a\nA = b',
  ]) {
    assert.throws(() => parseSecretBindings(text), { code: 'ST611' }, text)
  }
})

test('the bindings of a topology allow that topology and are written as they are read', () => {
  const truststore: SecretRef = { file: 'certs/pass' }
  const us = cluster(['A.example.com:1', 'b.example.com:2'], { tls: { truststorePassword: truststore } })
  const bindings = bindingsFrom([us, cluster(['c.example.com:3'])])
  assert.deepEqual(bindings.get('US_PASSWORD')?.hosts, [
    'a.example.com:1',
    'b.example.com:2',
    'c.example.com:3',
  ])
  assert.deepEqual(parseSecretBindings(formatSecretBindings(bindings)), bindings)
  assertBound(password, us, bindings)
  assertBound(truststore, us, bindings)
})
