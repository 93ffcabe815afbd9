// What is said of topics and groups that the planner may not see: the very names, and a grant that is no wider.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hiddenNames } from '../../src/live/hidden-names.ts'

const start = 'cluster "eu": cannot see'
const grant = 'Grant it with: kafka-acls.sh --add --allow-principal User:ann --operation Describe'
const numbered = (prefix: string): string[] => Array.from({ length: 13 }, (_, at) => `${prefix}${at + 10}`)

const cases = [
  {
    name: 'one topic',
    topics: ['orders'],
    says: [`${start} topic "orders": User:ann has no DESCRIBE on topic "orders". ${grant} --topic orders`],
  },
  {
    name: 'some topics without anything in common',
    topics: ['us.orders', 'heartbeats'],
    says: [
      `${start} 2 topics that the plan is about: User:ann has no DESCRIBE on topics "heartbeats" and "us.orders". ${grant} --topic heartbeats --topic us.orders`,
    ],
  },
  {
    name: 'many topics that begin alike',
    topics: numbered('us.orders'),
    says: [
      `${start} 13 topics that the plan is about: User:ann has no DESCRIBE on topics "us.orders10", "us.orders11", "us.orders12" and 10 more. ${grant} --topic us. --resource-pattern-type prefixed`,
    ],
  },
  {
    name: 'many topics that share no more than a letter, and a group',
    topics: [...numbered('shop.'), 'strait.control.internal'],
    groups: ['billing'],
    says: [
      `${start} 14 topics that the plan is about: User:ann has no DESCRIBE on topics "shop.10", "shop.11", "shop.12" and 11 more. ${grant} ${numbered(
        'shop.',
      )
        .map((name) => `--topic ${name} `)
        .join('')}--topic strait.control.internal`,
      `${start} group "billing": User:ann has no DESCRIBE on group "billing". ${grant} --group billing`,
    ],
  },
]

for (const { name, topics, groups = [], says } of cases) {
  test(`hidden: ${name}`, () => {
    const none = (names: readonly string[]) => new Map(names.map((one) => [one, []]))
    const rights = { principal: 'User:ann', cluster: [], topics: none(topics), groups: none(groups) }
    const errors = hiddenNames('eu', rights, { topics: [...topics, 'seen'], groups })
    assert.deepEqual(
      errors.map(({ message }) => message),
      says,
    )
  })
}
