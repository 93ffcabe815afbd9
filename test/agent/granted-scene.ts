// A flow whose agent logs in as somebody who has exactly the rights that were granted to it, so that a test can leave
// one out, take one away, and give it back.

import type { TestContext } from 'node:test'
import type { Acl } from '../../src/kafka/cluster.ts'
import { controlTopic } from '../../src/mirror/control.ts'
import { positionsTopic } from '../../src/mirror/positions.ts'
import type { ClusterSpec, FlowSpec } from '../../src/topology/model.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type AgentOptions, type ObservedAgent, openScene, type Scene } from './flow-scene.ts'

const password = 'copier-secret'

/** Each with an authorizer, and a user `copier` that may do nothing yet. */
export async function authorizingPair(): Promise<[Broker, Broker]> {
  const users = [
    { name: 'admin', password: 'admin-secret' },
    { name: 'copier', password },
  ]
  const options = { security: 'sasl_plaintext', users, authorizer: true } as const
  const [source, target] = await Promise.all([startBroker(options), startBroker(options)])
  return [source, target]
}

export type Right = readonly ['source' | 'target', Acl['resourceType'], string, Acl['operation']]

export interface GrantedScene extends Scene {
  /** All that the agent needs to copy `orders` and `beside`. */
  readonly rights: readonly Right[]
  grant(rights: readonly Right[]): Promise<void>
  revoke(rights: readonly Right[]): Promise<void>
  copier(options?: AgentOptions): Promise<ObservedAgent>
}

/** Without MirrorMaker's topics and without groups, whose rights would only be more of the same. */
export async function openGrantedScene(
  t: TestContext,
  [source, target]: readonly [Broker, Broker],
  change: Partial<FlowSpec> = {},
): Promise<GrantedScene> {
  const scene = await openScene(
    t,
    {
      checkpoints: { emit: false, intervalMs: 1_000 },
      offsetSyncs: { emit: false, location: 'source' },
      offsets: { sync: false, intervalMs: 1_000, onConflict: 'never_rewind' },
      ...change,
    },
    { source: source.directBootstrap, target: target.directBootstrap },
  )
  const cluster = (name: string, broker: Broker): ClusterSpec => ({
    name,
    bootstrap: broker.bootstrap,
    sasl: { mechanism: 'scram-sha-512', username: 'copier', password: { env: 'PASSWORD' } },
  })
  const topology = { ...scene.topology, clusters: { us: cluster('us', source), eu: cluster('eu', target) } }
  return {
    ...scene,
    rights: rightsOf(scene),
    grant: (rights) => changeAcls(scene, 'createAcls', rights),
    revoke: (rights) => changeAcls(scene, 'deleteAcls', rights),
    copier: (options) => scene.agent({ topology, readSecret: () => password, ...options }),
  }
}

function rightsOf({ name, topic, remote }: Scene): Right[] {
  const words = ['orders', 'beside']
  return [
    ...words.map((word): Right => ['source', 'topic', topic(word), 'read']),
    ...words.flatMap((word): Right[] => [
      ['target', 'topic', remote(word), 'read'],
      ['target', 'topic', remote(word), 'write'],
    ]),
    ...[controlTopic, positionsTopic].flatMap((own): Right[] => [
      ['target', 'topic', own, 'read'],
      ['target', 'topic', own, 'write'],
    ]),
    ['target', 'group', `strait.${name}`, 'read'],
    ['target', 'transactional_id', `strait.${name}.`, 'write'],
  ]
}

async function changeAcls(
  scene: Scene,
  how: 'createAcls' | 'deleteAcls',
  rights: readonly Right[],
): Promise<void> {
  for (const side of ['source', 'target'] as const) {
    const acls = rights.filter(([on]) => on === side).map(aclOf)
    for (const { error } of await scene[side][how](acls)) if (error !== undefined) throw error
  }
}

function aclOf([, resourceType, resourceName, operation]: Right): Acl {
  const patternType = resourceType === 'transactional_id' ? 'prefixed' : 'literal'
  return {
    resourceType,
    resourceName,
    patternType,
    principal: 'User:copier',
    host: '*',
    operation,
    permission: 'allow',
  }
}
