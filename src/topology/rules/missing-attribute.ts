// Rule: what a block cannot do without is there. Points at the block's header: there is nothing else to point at.

import type { Range } from '../../errors/diagnostic.ts'
import type { Body } from '../../hcl/ast.ts'
import type { BlockShape } from '../decode/shape.ts'
import type { Finding } from '../finding.ts'

interface Place {
  readonly header: Range
  /** The block in words, as `cluster "us"`. */
  readonly title: string
}

export interface Missing {
  readonly name: string
  readonly finding: Finding
}

/** A finding for each required name that stands in `body` neither as an argument nor as a block. */
export function missingNames(body: Body, shape: BlockShape, place: Place): Missing[] {
  return requiredNames(shape)
    .filter((name) => !body.attributes.has(name) && !body.blocks.some(({ type }) => type === name))
    .map((name) => ({ name, finding: missingName(name, place) }))
}

/** The finding for one name that is missing, or null. */
export function missingName(name: string, { header, title }: Place): Finding {
  return {
    code: 'ST152',
    summary: `${title.slice(0, 1).toUpperCase()}${title.slice(1)} needs "${name}"`,
    ...(examples[name] === undefined ? {} : { detail: `Add it, for example: ${examples[name]}` }),
    subject: header,
  }
}

/** Required arguments, and names that may be argument or block but have to be one of them. */
export function requiredNames({ attributes, required = [] }: BlockShape): string[] {
  return [
    ...Object.entries(attributes)
      .filter(([, attribute]) => attribute.required === true)
      .map(([name]) => name),
    ...required,
  ]
}

const examples: Readonly<Record<string, string>> = {
  bootstrap: 'bootstrap = ["broker-1.example.com:9092"]',
  source: 'source = cluster.us',
  target: 'target = cluster.eu',
  topics: 'topics { include = ["orders.*"] }',
  include: 'include = ["orders.*"]',
  mechanism: 'mechanism = "scram-sha-512"',
  username: 'username = "strait"',
  from: 'from = flow.orders',
  code: 'code = "KP014"',
  condition: 'condition = change.after.partitions <= 48',
  message: 'message = "At most 48 partitions."',
  owner: 'owner = "payments team"',
  reason: 'reason = "until the new cluster is there"',
  expires: 'expires = "2027-01-31"',
  to: 'to = flow.orders',
  topic: 'topic = "us.orders"',
  destroy: 'destroy = false, so that what it copied stays',
  cluster: 'cluster = cluster.eu',
  principal: 'principal = "User:billing"',
  operations: 'operations = ["read", "describe"]',
  resource_type: 'resource_type = "topic"',
  resource_name: 'resource_name = "orders", or "*" for all of them',
  password: 'password = env("STRAIT_PASSWORD")',
}
