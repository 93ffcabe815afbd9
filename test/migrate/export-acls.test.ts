// Live ACLs as blocks: every one that a block can say comes back from the HCL to the letter, and the rest is named.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatHcl } from '../../src/hcl/format.ts'
import type { Acl } from '../../src/kafka/cluster.ts'
import type { MirrorTraces } from '../../src/live/read-mirrors.ts'
import { exportLive } from '../../src/migrate/export-live.ts'
import { byText, canonicalJson } from '../../src/plan/canonical.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'

const aclOf = (part: Partial<Acl>): Acl => ({
  ...{ resourceType: 'topic', resourceName: 'orders', patternType: 'literal' },
  ...{ principal: 'User:alice', host: '*', operation: 'read', permission: 'allow' },
  ...part,
})

const sayable = [
  aclOf({}),
  aclOf({ permission: 'deny', host: 'fe80::1%eth0', operation: 'all' }),
  aclOf({ resourceName: '*', patternType: 'prefixed', principal: 'User:*' }),
  ...['User:a-b', 'User:a b', 'User:a->b', 'User:A_B', 'User:漢', 'User:漢字', 'User:__proto__'].map(
    (principal) => aclOf({ principal }),
  ),
  aclOf({ principal: `User:CN=ö,O="x\\y"${'z'.repeat(300)}`, operation: 'describe_configs' }),
  aclOf({ resourceType: 'group', resourceName: `a "b"\n$\{x} %{y} \u0000\u001b[31m\u202e` }),
  aclOf({ resourceType: 'cluster', resourceName: 'kafka-cluster', principal: 'Group:odd', operation: 'all' }),
  aclOf({ resourceType: 'transactional_id', resourceName: '*', operation: 'two_phase_commit' }),
  aclOf({ resourceType: 'delegation_token', resourceName: 'x', operation: 'describe' }),
  aclOf({ resourceType: 'user', resourceName: 'User:bob', operation: 'create_tokens' }),
]

const odd = [
  aclOf({ principal: 'nobody' }),
  aclOf({ resourceType: 'cluster', resourceName: 'kafka-', patternType: 'prefixed', operation: 'describe' }),
  aclOf({ resourceType: 'group', resourceName: '', patternType: 'prefixed' }),
]

const traces: MirrorTraces = {
  ...{ name: 'us', clusterId: 'id', topics: [], flows: [], managed: [], acls: [...sayable, ...odd] },
  ...{ sourceOffsets: [], checkpointed: new Map() },
}

test('what a block can say comes back to the letter, and what it cannot say is named', () => {
  const clusters = { us: { name: 'us', bootstrap: ['us:9092'] } }
  const { hcl, notices } = exportLive(clusters, [traces], { allAcls: true })
  const files = [{ filename: 'export.hcl', text: hcl }]
  const { topology, diagnostics } = loadTopology({ files, version: '0.1.0' })
  assert.deepEqual(diagnostics, [])
  assert.equal(formatHcl({ filename: 'export.hcl', text: hcl }).text, hcl)
  const declared = Object.values(topology?.acls ?? {}).flatMap(
    ({ name: _, cluster: __, operations, ...rest }) =>
      operations.map((operation) => canonicalJson({ ...rest, operation })),
  )
  assert.deepEqual(declared.sort(byText), sayable.map(canonicalJson).sort(byText))
  assert.deepEqual(
    notices.map((notice) => /^The ACL ".*" of us is left out: an acl block cannot say it\.$/.test(notice)),
    [true, true, true],
  )
})
