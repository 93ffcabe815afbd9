// A shard of a flow as this agent runs it: here the pure shard loop meets the clusters. What it does with them stands
// beside it: fence, seal, durable positions, proofs.

import { StraitError } from '../errors/strait-error.ts'
import { leaderRefusal } from '../kafka/refusal.ts'
import type { StoredPosition } from '../mirror/position-records.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { transactionalIdOf } from '../mirror/transactional-ids.ts'
import { takeSession } from './fence.ts'
import type { FlowContext } from './flow-context.ts'
import { logRanges, targetPlace } from './log-ranges.ts'
import type { Outcome } from './outlet.ts'
import type { PartitionCopy, ProducerSession } from './partition-copy.ts'
import { fencing, refused, writing } from './patience.ts'
import { PositionLane } from './position-lane.ts'
import type { Proof } from './proof.ts'
import { proveCopies } from './prove-copies.ts'
import { refusalVerdict } from './refusal.ts'
import { noLeader, type Routes } from './routes.ts'
import { sealCopies, slowSeals } from './seal-copies.ts'
import { Shard } from './shard.ts'
import { loadPositions, positionRecords } from './stored-positions.ts'
import type { Traffic } from './traffic.ts'
import { addPartitions, endTransaction } from './transaction.ts'

export interface ShardHooks {
  readonly context: FlowContext
  readonly routes: Routes
  readonly traffic: Traffic
  /** Throws while the positions topic is not there, or not as the shards need it. */
  positionsTopicId(): string
  halt(copy: PartitionCopy, error: StraitError): void
  stepOver(copy: PartitionCopy, proof: Proof): Promise<void>
  fenced(shard: Shard): void
  stale(): void
  trouble(error: unknown, what: string): void
  works(what: string): void
  waits(copy: PartitionCopy, reason: StraitError): void
}

/** Builds the shard; its loop starts with `start()`. */
export function openShard(number: number, hooks: ShardHooks): Shard {
  const { context, routes, traffic } = hooks
  const transactionalId = transactionalIdOf(context.identity, number)
  const stored = new Map<string, StoredPosition>()
  const brokers = context.targetBrokers
  const lane = new PositionLane({
    topicId: hooks.positionsTopicId(),
    partition: number,
    ready: (outlet) => traffic.ready(outlet),
    failed: (outcome) => laneFailed(outcome),
  })
  const shard: Shard = new Shard({
    number,
    lane,
    history: {
      transactionalId,
      add: async (session, copies, signal) => {
        const owner = { transactionalId, session, signal }
        for (const [topic, code] of await addPartitions(brokers, owner, copies.map(targetPlace))) {
          throw leaderRefusal(code, { ...context.sides.target, ...writing(topic) })
        }
      },
      commit: (session, signal) => endTransaction(brokers, { transactionalId, session, signal }, 'commit'),
    },
    takeSession: (signal) =>
      takeShard(context, { transactionalId, signal, slow: () => slow([...shard.copies]) }),
    seal: (session, copies, signal) => {
      adoptPositionsTopic(hooks.positionsTopicId(), lane, shard)
      const leader = routes.targetLeader(positionsTopic, number)
      if (leader === undefined) throw noLeader(context.target.name, positionsTopic, number)
      traffic.bindWriter(lane, leader)
      const owner = { transactionalId, session, signal, slow: () => slow(copies) }
      return sealCopies(owner, { context, number, copies })
    },
    unreachable: (copy) => unreachable(hooks, copy),
    stands: (copy) => stands(context, copy),
    loadPositions: async (signal) => {
      const place = { number, topicId: hooks.positionsTopicId(), signal }
      for (const [key, position] of await loadPositions(hooks, place)) stored.set(key, position)
    },
    prove: (copies, signal) => proveCopies(copies, { context, routes, stored, signal }),
    stepOver: hooks.stepOver,
    record: (copy, session) => positionRecords(context.identity, copy, session),
    started: (copy) => {
      const source = routes.sourceLeader(copy.route)
      const target = routes.targetLeader(copy.remoteTopic, copy.partition)
      if (source === undefined || target === undefined) return shard.reprove(copy)
      traffic.bindWriter(copy, target)
      traffic.bindFetcher(copy, source)
    },
    halt: hooks.halt,
    fenced: hooks.fenced,
    trouble: (error, what) => {
      hooks.stale()
      hooks.trouble(error, what)
    },
    works: hooks.works,
    waits: (copy, reason) => {
      hooks.stale()
      hooks.waits(copy, reason)
    },
    now: () => Date.now(),
  })
  const slow = slowSeals(hooks, number)
  function laneFailed(outcome: Outcome): void {
    if (outcome.kind === 'refused' && refusalVerdict(outcome.code) === 'fenced') hooks.fenced(shard)
    else shard.distrust()
  }
  return shard
}

/** Whatever was stored was stored in the former one. */
function adoptPositionsTopic(topicId: string, lane: PositionLane, { copies }: Shard): void {
  if (lane.remoteTopicId === topicId) return
  lane.remoteTopicId = topicId
  for (const { map } of copies) map.unstored()
}

async function takeShard(
  { identity, targetBrokers, sides, expectClusters }: FlowContext,
  owner: Parameters<typeof takeSession>[1],
): Promise<ProducerSession> {
  await expectClusters()
  return takeSession(targetBrokers, owner).catch((error: unknown) => {
    throw refused(error, sides.target, fencing(identity))
  })
}

function unreachable(
  { context, routes }: ShardHooks,
  { route, remoteTopic, partition }: PartitionCopy,
): StraitError | undefined {
  if (routes.sourceLeader(route) === undefined) return noLeader(context.source.name, route.topic, partition)
  const led = routes.targetLeader(remoteTopic, partition) !== undefined
  return led ? undefined : noLeader(context.target.name, remoteTopic, partition)
}

async function stands({ target }: FlowContext, copy: PartitionCopy): Promise<boolean> {
  const [range] = await logRanges(target, [targetPlace(copy)])
  if (range instanceof StraitError) throw range
  return range?.end === copy.position.targetNext
}
