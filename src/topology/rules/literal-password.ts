// Rule: no password is written into the topology. Files are committed, plans are shown, specs are stored on the
// target: a password is a reference that the process which connects resolves. The value itself is never shown.

import type { Value } from '../../hcl/value.ts'
import type { Site } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'

/** The finding for a secret argument whose value is text instead of a reference. */
export function literalPassword(value: Value, { name, expression, context }: PasswordSite): Finding {
  const written = expression.kind === 'template'
  const isText = typeof value === 'string' || (value !== null && typeof value === 'object' && 'kind' in value)
  return {
    code: 'ST169',
    summary:
      isText && written ? `"${name}" is written in clear text` : `"${name}" must be read from a secret`,
    detail: written
      ? 'Everyone who can read this file can read it, and its history keeps it: change it where it is used. Then refer to it by env("NAME") or secret_file("path").'
      : 'Values of variables and locals end up in files and logs. Refer to the secret by env("NAME") or secret_file("path").',
    subject: expression.range,
    suggestion: `env("${environmentName(name, context)}")`,
  }
}

type PasswordSite = Pick<Site, 'name' | 'expression'> & { readonly context?: string | undefined }

/** `US_PASSWORD` for the password of cluster "us". */
function environmentName(name: string, context: string | undefined): string {
  const cluster = /cluster "([^"]+)"/.exec(context ?? '')?.[1]
  return [cluster, name]
    .filter((word) => word !== undefined)
    .join('_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
}
