// ACLs: literal topic ACLs of selected topics, renamed, never the right to write, only what is missing.

import { clusterOf, flowOf, readAcl, snapshotOf, topicOf, topologyOf } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

const topics = [topicOf('orders')]

const added = {
  address: 'acl.eu["allow User:alice read on topic us.orders"]',
  type: 'acl',
  name: 'allow User:alice read on topic us.orders',
  cluster: 'eu',
  flow: 'us-to-eu',
  change: {
    actions: ['create'],
    before: null,
    after: readAcl('us.orders', 'User:alice'),
    after_unknown: {},
    replace_paths: [],
  },
  action_reason: null,
  impact: { owner: 'source' },
  risk: { level: 'low', reasons: [] },
} as const

export const aclCases: readonly RowCase[] = [
  {
    name: 'a missing ACL is added under the remote name',
    snapshot: snapshotOf(
      clusterOf('us', { topics, acls: [readAcl('orders', 'User:alice')] }),
      clusterOf('eu', { acls: [] }),
    ),
    type: 'acl',
    rows: [added],
  },
  {
    name: 'an ACL that is there already is no change',
    snapshot: snapshotOf(
      clusterOf('us', { topics, acls: [readAcl('orders', 'User:alice')] }),
      clusterOf('eu', { acls: [readAcl('us.orders', 'User:alice')] }),
    ),
    type: 'acl',
    rows: [],
  },
  {
    name: 'an ACL of the target that the source lacks stays',
    snapshot: snapshotOf(
      clusterOf('us', { topics, acls: [] }),
      clusterOf('eu', { acls: [readAcl('us.orders', 'User:bob')] }),
    ),
    type: 'acl',
    rows: [],
  },
  {
    name: 'allow all becomes allow read, allow write and prefixed ACLs stay behind',
    snapshot: snapshotOf(
      clusterOf('us', {
        topics,
        acls: [
          { ...readAcl('orders', 'User:alice'), operation: 'all' },
          { ...readAcl('orders', 'User:bob'), operation: 'write' },
          { ...readAcl('orders', 'User:eve'), patternType: 'prefixed' },
          readAcl('other', 'User:eve'),
        ],
      }),
      clusterOf('eu', { acls: [] }),
    ),
    type: 'acl',
    rows: [added],
  },
  {
    name: 'two flows that bring the same ACL add it once',
    topology: topologyOf([
      flowOf({ topics: { include: ['orders'], exclude: [] } }),
      flowOf({ name: 'us-to-eu-2', topics: { include: ['orders'], exclude: [] } }),
    ]),
    snapshot: snapshotOf(
      clusterOf('us', { topics, acls: [readAcl('orders', 'User:alice')] }),
      clusterOf('eu', { acls: [] }),
    ),
    type: 'acl',
    rows: [added],
  },
  {
    name: 'without an authorizer on either side, or with sync off, no ACL is planned',
    topology: topologyOf([flowOf({ acls: { sync: false } })]),
    snapshot: snapshotOf(
      clusterOf('us', { topics, acls: [readAcl('orders', 'User:alice')] }),
      clusterOf('eu', { acls: [] }),
    ),
    type: 'acl',
    rows: [],
  },
  {
    name: 'a target without an authorizer gets no ACL',
    snapshot: snapshotOf(clusterOf('us', { topics, acls: [readAcl('orders', 'User:alice')] }), clusterOf('eu')),
    type: 'acl',
    rows: [],
  },
]
