import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ScramLogin } from '../../src/wire/scram.ts'

// The example exchange of RFC 7677, section 3.
const nonce = 'rOprNGfwEbeRWgbNEkqO'
const serverNonce = `${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0`
const serverFirst = `r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`
const serverFinal = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='

function login(): ScramLogin {
  return new ScramLogin({ hash: 'sha256', username: 'user', password: 'pencil' }, nonce)
}

test('the example exchange of the RFC goes through', async () => {
  const exchange = login()
  assert.equal(String(exchange.first()), `n,,n=user,r=${nonce}`)
  assert.equal(
    String(await exchange.final(Buffer.from(serverFirst))),
    `c=biws,r=${serverNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  )
  exchange.verify(Buffer.from(serverFinal))
})

test('= and , in a user name are spelled out', () => {
  const exchange = new ScramLogin({ hash: 'sha512', username: 'a=b,c', password: 'x' }, 'n')
  assert.equal(String(exchange.first()), 'n,,n=a=3Db=2Cc,r=n')
})

test('every login has a nonce of its own', () => {
  const first = () => String(new ScramLogin({ hash: 'sha256', username: 'u', password: 'p' }).first())
  assert.notEqual(first(), first())
})

const firsts: readonly { readonly name: string; readonly message: string; readonly says: RegExp }[] = [
  { name: 'a nonce that is not ours', message: serverFirst.replace(nonce, 'x'), says: /nonce/ },
  { name: 'our nonce alone', message: `r=${nonce},s=W22Z,i=4096`, says: /nonce/ },
  { name: 'few iterations', message: serverFirst.replace('4096', '1'), says: /1 iterations/ },
  {
    name: 'endless iterations',
    message: serverFirst.replace('4096', '2000000000'),
    says: /2000000000 iterations/,
  },
  { name: 'nothing', message: '', says: /nonce/ },
]

for (const { name, message, says } of firsts) {
  test(`a server that begins with ${name} is refused`, async () => {
    await assert.rejects(login().final(Buffer.from(message)), says)
  })
}

for (const [name, message] of [
  ['a wrong signature', 'v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='],
  ['half a signature', 'v=6rriTRBi23WpRR'],
  ['no signature', ''],
  ['an error', 'e=invalid-proof'],
] as const) {
  test(`a server that ends with ${name} is refused`, async () => {
    const exchange = login()
    await exchange.final(Buffer.from(serverFirst))
    assert.throws(() => exchange.verify(Buffer.from(message)), /prove|invalid-proof/)
  })
}

test('a signature before our proof is refused', () => {
  assert.throws(() => login().verify(Buffer.from(serverFinal)), /prove/)
})
