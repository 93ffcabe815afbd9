import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpointsOf, principalOf } from '../../src/kafka/settings.ts'

test('a bootstrap address is a host and a port, an IPv6 host stands in brackets', () => {
  assert.deepEqual(endpointsOf(['kafka.example:9092', '[::1]:9093']), [
    { host: 'kafka.example', port: 9092 },
    { host: '::1', port: 9093 },
  ])
})

for (const address of ['kafka.example', 'kafka.example:', ':9092', 'kafka.example:port']) {
  test(`"${address}" is no bootstrap address`, () => {
    assert.throws(() => endpointsOf([address]), {
      code: 'ST306',
      message: `Bootstrap address "${address}" is not host:port`,
    })
  })
}

test('the principal is told by the login, and left open where a certificate decides', () => {
  const sasl = { mechanism: 'plain', username: 'ann', password: 'secret' } as const
  assert.equal(principalOf({ sasl, tls: { cert: 'pem' } }), 'User:ann')
  assert.equal(principalOf({}), 'User:ANONYMOUS')
  assert.equal(principalOf({ tls: {} }), 'User:ANONYMOUS')
  assert.equal(principalOf({ tls: { cert: 'pem' } }), undefined)
})
