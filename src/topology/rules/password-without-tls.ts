// Rule: a password does not cross a network in the open. PLAIN sends it as it is; SCRAM hides the password, but
// not the records, and lets a listener try passwords offline. Loopback is no network.

import { originOf } from '../origins.ts'
import { about, type DraftRule } from './draft-rule.ts'

export const passwordWithoutTls: DraftRule = (draft) =>
  [...draft.clusters.values()].flatMap((cluster) => {
    const { sasl, bootstrap } = cluster.spec
    const hasTls = originOf(draft.origins, `${cluster.path}.tls`)?.name === 'tls'
    if (sasl === undefined || hasTls || bootstrap?.every(isLoopback) === true) return []
    const plain = sasl.mechanism === 'plain'
    return [
      about(draft, cluster, {
        severity: 'warning',
        code: 'ST193',
        summary: plain
          ? 'The password is sent in clear text'
          : 'The password is hidden, but nothing else: there is no TLS',
        detail: plain
          ? 'Mechanism "plain" without a tls block lets everyone on the way read the password. Add tls { }, or use scram-sha-512.'
          : 'Without a tls block records can be read and changed on the way, and passwords guessed offline. Add tls { }.',
        field: 'sasl.mechanism',
      }),
    ]
  })

function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]):\d+$/.test(address)
}
