import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { StraitError } from '../../src/errors/strait-error.ts'
import {
  assertBound,
  bindingsFrom,
  formatSecretBindings,
  parseSecretBindings,
} from '../../src/live/secret-bindings.ts'
import type { ClusterSpec, SecretRef } from '../../src/topology/model.ts'

const password: SecretRef = { env: 'US_PASSWORD' }

/** What a file of authorities holds counts, not its name. */
const read = (file: string): Buffer => Buffer.from(`what ${file} holds`)

function cluster(bootstrap: string[], rest: Partial<ClusterSpec> = {}): ClusterSpec {
  return {
    name: 'us',
    bootstrap,
    tls: {},
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
    const check = (): void => assertBound(password, spec, { bindings: parseSecretBindings(text), read })
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
  const us = cluster(['a.example.com:1'])
  assertBound({ file: '/run/secrets/us' }, us, { bindings, read })
  assert.throws(() => assertBound({ file: '/run/secrets/eu' }, us, { bindings, read }), { code: 'ST610' })
})

const digest = createHash('sha256').update('what ca.pem holds').digest('hex')
const safest = { trust: ['public'], serverNames: [], mechanisms: ['scram-sha-256'] }

test('bindings are lines or pieces between semicolons, with remarks; several of one secret are so many uses', () => {
  const text = `# who may have what
A = a.example.com, b.example.com:1 # both

B = *.c.example.com plaintext, sasl:plain; C = d cluster:x
C = e ca:${digest} ca:public server-name:f sasl:none`
  const uses = (hosts: string[], rest = {}) => ({ hosts, clusterIds: [], ...safest, ...rest })
  assert.deepEqual(
    [...parseSecretBindings(text)],
    [
      ['A', [uses(['a.example.com', 'b.example.com:1'])]],
      ['B', [uses(['*.c.example.com'], { trust: ['plaintext'], mechanisms: ['plain'] })]],
      [
        'C',
        [
          uses(['d'], { clusterIds: ['x'] }),
          uses(['e'], { trust: [digest, 'public'], serverNames: ['f'], mechanisms: [] }),
        ],
      ],
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
    'A = plaintext',
    'A = a ca:',
    'A = a ca:abc',
    'A = a server-name:',
    'A = a sasl:',
    'A = a sasl:gssapi',
    'A = a sasl:none sasl:plain',
  ]) {
    assert.throws(() => parseSecretBindings(text), { code: 'ST611' }, text)
  }
})

test('the bindings of a topology allow that topology and are written as they are read', () => {
  const truststore: SecretRef = { file: 'certs/pass' }
  const tls = { truststoreFile: 'ca.pem', truststorePassword: truststore, serverName: 'kafka' }
  const us = cluster(['A.example.com:1', 'b.example.com:2'], { tls })
  const { tls: _, ...clear } = cluster(['c.example.com:3'], { clusterId: 'x' })
  const bindings = bindingsFrom([us, clear], read)
  assert.deepEqual(bindings.get('US_PASSWORD'), [
    {
      hosts: ['a.example.com:1', 'b.example.com:2'],
      clusterIds: [],
      trust: [digest],
      serverNames: ['kafka'],
      mechanisms: ['scram-sha-512'],
    },
    {
      hosts: ['c.example.com:3'],
      clusterIds: ['x'],
      trust: ['plaintext'],
      serverNames: [],
      mechanisms: ['scram-sha-512'],
    },
  ])
  assert.deepEqual(parseSecretBindings(formatSecretBindings(bindings)), bindings)
  for (const [ref, spec] of [
    [password, us],
    [truststore, us],
    [password, clear],
  ] as const)
    assertBound(ref, spec, { bindings, read })
})

const { tls: _tls, ...inClear } = cluster(['a.example.com:1'])
const login = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512') => ({
  sasl: { mechanism, username: 'strait', password },
})
const trusting = (caFile: string) => ({ tls: { caFile } })
const of = (rest: Partial<ClusterSpec>): ClusterSpec => cluster(['a.example.com:1'], rest)

/** `path`: undefined where it may be done. */
const changes: readonly {
  readonly name: string
  readonly from: ClusterSpec
  readonly to: ClusterSpec
  readonly path?: string
  readonly says?: RegExp
}[] = [
  {
    name: 'TLS is dropped',
    from: of({}),
    to: inClear,
    path: 'cluster.us',
    says: /would send env\("US_PASSWORD"\) in clear, but that secret is bound to TLS; .* has to say plaintext$/,
  },
  { name: 'TLS comes', from: inClear, to: of(trusting('any.pem')) },
  {
    name: 'an authority of its own comes in place of the public ones',
    from: of({}),
    to: of(trusting('ca.pem')),
    path: 'cluster.us.tls.caFile',
    says: new RegExp(`vouches for, but .* any public authority; .* has to say ca:${digest}$`),
  },
  {
    name: 'another authority comes',
    from: of(trusting('old.pem')),
    to: of(trusting('ca.pem')),
    path: 'cluster.us.tls.caFile',
  },
  {
    name: 'a truststore comes in place of the file of authorities',
    from: of(trusting('old.pem')),
    to: of({ tls: { truststoreFile: 'ca.pem' } }),
    path: 'cluster.us.tls.truststoreFile',
  },
  {
    name: 'public authorities come in place of its own',
    from: of(trusting('ca.pem')),
    to: of({}),
    path: 'cluster.us.tls',
  },
  {
    name: 'the same authorities are read from a truststore',
    from: of(trusting('ca.pem')),
    to: of({ tls: { truststoreFile: 'ca.pem' } }),
  },
  {
    name: 'certificates of another name will do',
    from: of({}),
    to: of({ tls: { serverName: 'evil.example.net' } }),
    path: 'cluster.us.tls.serverName',
    says: /a certificate for evil\.example\.net, but .* bound to the name of the host itself/,
  },
  {
    name: 'certificates of the host itself will do',
    from: of({ tls: { serverName: 'kafka' } }),
    to: of({}),
    path: 'cluster.us.tls.serverName',
    says: /for the name of the host itself, but .* bound to kafka/,
  },
  {
    name: 'the broker gets the password itself',
    from: of({}),
    to: of(login('plain')),
    path: 'cluster.us.sasl.mechanism',
    says: /env\("US_PASSWORD"\) by plain, but .* bound to scram-sha-512 or stronger; .* sasl:plain$/,
  },
  {
    name: 'the login becomes weaker',
    from: of({}),
    to: of(login('scram-sha-256')),
    path: 'cluster.us.sasl.mechanism',
  },
  { name: 'the login becomes stronger', from: of(login('plain')), to: of(login('scram-sha-256')) },
  {
    name: 'the login becomes stronger and the wire clear',
    from: of(login('plain')),
    to: { ...inClear, ...login('scram-sha-512') },
    path: 'cluster.us',
  },
  { name: 'a cluster id comes', from: of({}), to: of({ clusterId: 'x' }) },
  {
    name: 'the cluster id goes',
    from: of({ clusterId: 'x' }),
    to: of({}),
    path: 'cluster.us.clusterId',
    says: /bound to cluster id x; write that as its cluster_id/,
  },
  {
    name: 'the cluster id changes',
    from: of({ clusterId: 'x' }),
    to: of({ clusterId: 'y' }),
    path: 'cluster.us.clusterId',
  },
]

for (const { name, from, to, path, says = /^/ } of changes) {
  test(`where ${name}, the secret ${path === undefined ? 'goes along' : 'stays'}`, () => {
    const check = (): void => assertBound(password, to, { bindings: bindingsFrom([from], read), read })
    if (path === undefined) return check()
    assert.throws(check, (error: StraitError) => {
      assert.match(error.message, says)
      assert.match(error.message, /[Nn]othing was connected/)
      assert.equal(error.facts['path'], path)
      return error.code === 'ST610'
    })
  })
}

test('the weak way to one cluster is no way to another', () => {
  const laboratory = { ...inClear, ...login('plain'), name: 'lab', bootstrap: ['lab.example.com:1'] }
  const bindings = bindingsFrom([of({}), laboratory], read)
  assertBound(password, laboratory, { bindings, read })
  for (const bootstrap of [['a.example.com:1'], ['lab.example.com:1', 'a.example.com:1']])
    assert.throws(() => assertBound(password, { ...laboratory, bootstrap }, { bindings, read }), {
      code: 'ST610',
    })
})

test('what opens a file is no password of a login', () => {
  const opened = of({ tls: { truststoreFile: 'ca.pem', truststorePassword: { env: 'STORE' } } })
  const bindings = bindingsFrom([opened], read)
  const sent = { ...opened, sasl: { mechanism: 'plain', username: 'u', password: { env: 'STORE' } } } as const
  assert.throws(
    () => assertBound({ env: 'STORE' }, sent, { bindings, read }),
    /by plain, but that secret is bound to no login/,
  )
})

test('a line that says nothing of the way asks for a broker that proves itself, and never gets the password', () => {
  const bindings = parseSecretBindings('US_PASSWORD = a.example.com')
  for (const mechanism of ['scram-sha-256', 'scram-sha-512'] as const)
    assertBound(password, of(login(mechanism)), { bindings, read })
  for (const weaker of [
    inClear,
    of(login('plain')),
    of(trusting('ca.pem')),
    of({ tls: { serverName: 'x' } }),
  ])
    assert.throws(() => assertBound(password, weaker, { bindings, read }), { code: 'ST610' })
  const said = parseSecretBindings(`US_PASSWORD = a.example.com, ca:${digest}, server-name:x, sasl:plain`)
  const spec = of({ ...login('plain'), tls: { caFile: 'ca.pem', serverName: 'x' } })
  assertBound(password, spec, { bindings: said, read })
})
