// Rule: a bootstrap server is host:port. No scheme, no path: it is an address, not a URL.

import type { Site } from '../decode/shape.ts'
import { quoted } from '../describe-value.ts'
import type { Finding } from '../finding.ts'

/** Host, then port; an IPv6 host stands in brackets. */
const address = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/

/** Whether the text is host:port. */
export function isBootstrapAddress(text: string): boolean {
  const [, host, port] = address.exec(text) ?? []
  return host !== undefined && Number(port) >= 1 && Number(port) <= 65_535
}

/** The finding when `text` is not an address. */
export function bootstrapAddress(
  text: string,
  { expression }: Pick<Site, 'expression'>,
): Finding | undefined {
  if (isBootstrapAddress(text)) return undefined
  const [, , port] = address.exec(text) ?? []
  const suggestion = suggestAddress(text)
  return {
    code: 'ST171',
    summary: `${quoted(text)} is not an address of the form host:port`,
    detail: explain(text, port),
    subject: expression.range,
    ...(suggestion === undefined ? {} : { suggestion: `"${suggestion}"` }),
  }
}

function explain(text: string, port: string | undefined): string {
  if (port !== undefined) return 'A port lies between 1 and 65535.'
  if (text.includes('://')) return 'Leave out the scheme: whether TLS is spoken is said by a tls block.'
  if (/^[A-Za-z0-9._-]+$/.test(text))
    return 'The port is missing; brokers listen on 9092 unless told otherwise.'
  return 'Write the name or IP address of a broker and its port; an IPv6 address stands in brackets.'
}

function suggestAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^[A-Za-z_+]+:\/\//, '')
    .replace(/\/.*$/, '')
  const candidate = /^[A-Za-z0-9._-]+$/.test(bare) ? `${bare}:9092` : bare
  return candidate !== text && address.test(candidate) ? candidate : undefined
}
