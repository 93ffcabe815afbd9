// What a flow is called that had no name before: `us-to-eu`.

import { createHash } from 'node:crypto'

const lengthMax = 100
const partMax = 40

/** Of two long names their beginnings, and what keeps it apart from every other pair. */
export function pairName(source: string, target: string): string {
  const name = `${source}-to-${target}`
  if (name.length <= lengthMax) return name
  const digest = createHash('sha256')
    .update(JSON.stringify([source, target]))
    .digest('hex')
  return `${source.slice(0, partMax)}-to-${target.slice(0, partMax)}-${digest.slice(0, 8)}`
}
