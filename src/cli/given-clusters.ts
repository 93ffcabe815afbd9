// `--cluster us=host:9092` → clusters. What the flag does not say (TLS, an account) stays as the directory's cluster
// of the same name has it.

import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec } from '../topology/model.ts'
import { isBootstrapAddress } from '../topology/rules/bootstrap-address.ts'

/** Throws ST600 for text that is not name=host:port. */
export function withGivenClusters(
  clusters: Readonly<Record<string, ClusterSpec>>,
  given: readonly string[],
): Record<string, ClusterSpec> {
  const all = { ...clusters }
  for (const text of given) {
    const [, name = '', addresses = ''] = /^((?!__)[A-Za-z_][A-Za-z0-9_-]{0,99})=(.+)$/.exec(text) ?? []
    const bootstrap = addresses.split(',').map((address) => address.trim())
    if (name === '' || !bootstrap.every(isBootstrapAddress)) {
      throw new StraitError(
        'ST600',
        `--cluster wants name=host:port, with commas between addresses, not "${text}"`,
      )
    }
    all[name] = { ...all[name], name, bootstrap }
  }
  return all
}
