// The stores were written by Java's keytool (stores/make.sh), with the password "changeit".

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isJks, openJks } from '../../src/live/jks.ts'

const folder = join(import.meta.dirname, 'stores')
const bytesOf = (file: string) => readFileSync(join(folder, file))

test('each flipped byte and each cut of a JKS store is noticed', () => {
  const bytes = bytesOf('ca.jks')
  const open = (content: Buffer) =>
    openJks({ kind: 'truststore', file: 'ca.jks', bytes: content, password: 'changeit' })
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    assert.throws(() => open(flipped), { code: 'ST402' }, `byte ${at}`)
    assert.throws(() => open(bytes.subarray(0, at)), { code: 'ST402' })
  }
})

test('JKS and JCEKS are known by their first four bytes', () => {
  const verdicts = ['ca.jks', 'ca.jceks', 'ca.p12', 'ca.pem'].map((file) => isJks(bytesOf(file)))
  assert.deepEqual(verdicts, [true, true, false, false])
  assert.equal(isJks(Buffer.alloc(3)), false)
})
