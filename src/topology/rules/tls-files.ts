// Rule: the files of a tls block fit together. A certificate is useless without its key, and trust comes from one
// place.

import type { Finding } from '../finding.ts'
import type { ClusterSpec } from '../model.ts'
import { about, type DraftRule } from './draft-rule.ts'

type Tls = NonNullable<ClusterSpec['tls']>
type Problem = Omit<Finding, 'subject' | 'code'> & { readonly field: keyof Tls }

export const tlsFiles: DraftRule = (draft) =>
  [...draft.clusters.values()].flatMap((cluster) =>
    problemsOf(cluster.spec.tls ?? {}).map(({ field, ...problem }) =>
      about(draft, cluster, { ...problem, code: 'ST194', field: `tls.${field}` }),
    ),
  )

function problemsOf(tls: Tls): Problem[] {
  const problems: Problem[] = []
  const needs = (field: keyof Tls, names: string, partner: keyof Tls, detail: string): void => {
    if (tls[field] !== undefined && tls[partner] === undefined)
      problems.push({ field, summary: names, detail })
  }
  needs(
    'certFile',
    '"cert_file" needs "key_file"',
    'keyFile',
    'A client shows a certificate and proves that it has its key.',
  )
  needs(
    'keyFile',
    '"key_file" needs "cert_file"',
    'certFile',
    'The key belongs to a certificate that the client shows.',
  )
  if (tls.keystoreFile === undefined)
    needs('keyPassword', '"key_password" needs "key_file" or "keystore_file"', 'keyFile', 'It opens the key.')
  needs(
    'keystorePassword',
    '"keystore_password" needs "keystore_file"',
    'keystoreFile',
    'It opens the keystore.',
  )
  needs(
    'truststorePassword',
    '"truststore_password" needs "truststore_file"',
    'truststoreFile',
    'It opens the truststore.',
  )
  if ((tls.certFile ?? tls.keyFile) !== undefined && tls.keystoreFile !== undefined) {
    problems.push({
      field: 'keystoreFile',
      summary: '"cert_file" and "keystore_file" exclude each other',
      detail: 'Both say which certificate to show, and with which key. Keep one.',
    })
  }
  if (tls.caFile !== undefined && tls.truststoreFile !== undefined) {
    problems.push({
      field: 'truststoreFile',
      summary: '"ca_file" and "truststore_file" exclude each other',
      detail: 'Both say which authorities to trust. Keep one.',
    })
  }
  return problems
}
