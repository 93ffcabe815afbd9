import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createServer } from 'node:tls'
import { Connection } from '../../src/wire/connection.ts'
import { issueCertificates } from '../brokers/certificates.ts'

test('a broker whose certificate has expired is refused with words that say so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'strait-expired-'))
  const { caFile, serverFile } = issueCertificates(folder, { notAfter: new Date(Date.now() - 3_600_000) })
  const pem = readFileSync(serverFile)
  const server = createServer({ key: pem, cert: pem }).listen(0, '127.0.0.1')
  server.on('tlsClientError', () => undefined)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const security = { tls: { ca: readFileSync(caFile) } }
  try {
    await assert.rejects(Connection.open({ host: '127.0.0.1', port }, { clientId: 'test', security }), {
      code: 'ST308',
      message: `TLS with 127.0.0.1:${port} failed: the certificate of the broker, or of an authority behind it, has expired`,
    })
  } finally {
    server.close()
    rmSync(folder, { recursive: true })
  }
})
