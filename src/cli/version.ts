// The version of this Strait, read from its package.

import { readFileSync } from 'node:fs'

/** As in package.json, which stands two folders above both src/cli and dist/cli. */
export const version: string = readVersion()

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version)
  return '0.0.0'
}
