// Which shards of a flow this agent runs, by Kafka's own group coordinator on the target, as Kafka Connect does
// it. A membership is advice, not safety: two agents that both believe they own a shard are told apart by the
// fence. Members are static (their instance id is the agent's id), so a restarted agent gets its shards back at
// once instead of after the dead member's session timeout.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { agentsProtocol } from '../mirror/control.ts'
import { errorText } from '../std/error-text.ts'
import type { Brokers } from '../wire/brokers.ts'
import { callApi } from '../wire/call.ts'
import type { Connection } from '../wire/connection.ts'
import { protocolCodeOf } from '../wire/protocol-errors.ts'
import { joining, refused, type Side } from './patience.ts'
import { assignShards } from './shard-assignment.ts'

export interface MembershipOptions {
  readonly brokers: Brokers
  readonly groupId: string
  /** The target, as messages name it. */
  readonly side: Side
  readonly agentId: string
  readonly shards: number
  readonly sessionTimeoutMs: number
  /** Told after each rebalance; must not throw. */
  assigned(shards: ReadonlySet<number>): void
  /** The lease was renewed: what waited for it may be sent. */
  renewed(): void
  /** The coordinator dropped this member: another agent may own its shards by now. */
  lost(why: string): void
  trouble(error: unknown, what: string): void
}

interface Generation {
  readonly memberId: string
  readonly generationId: number
  readonly protocolName: string | null
}

const protocolName = 'sticky-shards'
const lane = 'group'
const rebalanceInProgress = 27
const fencedInstance = 82
const lostCodes = new Set([22, 25, fencedInstance])

export class Membership {
  readonly #options: MembershipOptions
  #memberId = ''
  #owned: ReadonlySet<number> = new Set()
  #rejoin = false
  #leaseEndsMs = Number.NEGATIVE_INFINITY
  #leaseEndsWallMs = Number.NEGATIVE_INFINITY

  constructor(options: MembershipOptions) {
    this.#options = options
  }

  /** Joins and stays joined until the signal aborts, then leaves. Rejects when another process has our id. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const generation = await this.#join()
        await this.#stay(generation, signal)
      } catch (error) {
        if (signal.aborted) break
        const code = protocolCodeOf(error)
        if (code === fencedInstance) throw this.#usurped(error)
        if (lostCodes.has(code)) this.#lose(error)
        else if (code !== rebalanceInProgress) this.#tell(error)
        if (code !== rebalanceInProgress) await delay(200, undefined, { signal }).catch(() => undefined)
      }
    }
    await this.#leave()
  }

  #tell(error: unknown): void {
    const { groupId, side, trouble } = this.#options
    trouble(refused(error, side, joining(groupId)), `group ${groupId}`)
  }

  /**
   * Whether nobody else can have been given our shards yet. It bounds the cases in which a broker forgets a fence
   * (producer state of old records expires): a process that was stopped must not go on sending when it wakes.
   * Two clocks, because the monotonic one stands still while a machine is suspended.
   */
  get holdsLease(): boolean {
    return performance.now() < this.#leaseEndsMs && Date.now() < this.#leaseEndsWallMs
  }

  /** Counted from before the request that the coordinator answered, so it ends here before it ends there. */
  #renew(sentAt: { monotonicMs: number; wallMs: number }): void {
    this.#leaseEndsMs = sentAt.monotonicMs + this.#options.sessionTimeoutMs
    this.#leaseEndsWallMs = sentAt.wallMs + this.#options.sessionTimeoutMs
    this.#options.renewed()
  }

  /** Asks the coordinator anew who owns what, as after a fence that nobody announced. */
  rejoin(): void {
    this.#rejoin = true
  }

  #join(): Promise<Generation> {
    const { brokers, groupId } = this.#options
    this.#rejoin = false
    return brokers.atCoordinator({ kind: 'group', key: groupId, lane }, (coordinator) =>
      this.#joinAt(coordinator),
    )
  }

  async #joinAt(coordinator: Connection): Promise<Generation> {
    const { groupId, agentId, sessionTimeoutMs } = this.#options
    const metadata = Buffer.from(JSON.stringify({ owned: [...this.#owned] }))
    const joined = await callApi(coordinator, 'joinGroupV7', [
      groupId,
      sessionTimeoutMs,
      sessionTimeoutMs,
      this.#memberId,
      agentId,
      agentsProtocol,
      [{ name: protocolName, metadata }],
    ])
    this.#memberId = joined.memberId ?? ''
    const generation = {
      memberId: this.#memberId,
      generationId: joined.generationId,
      protocolName: joined.protocolName ?? null,
    }
    const sentAt = clocks()
    const leads = joined.leader === this.#memberId
    const assignments = leads ? this.#assign(joined.members) : []
    const synced = await callApi(coordinator, 'syncGroupV5', [
      groupId,
      generation.generationId,
      generation.memberId,
      agentId,
      agentsProtocol,
      protocolName,
      assignments,
    ])
    this.#owned = new Set(parseShards(synced.assignment))
    this.#renew(sentAt)
    this.#options.assigned(this.#owned)
    return generation
  }

  #assign(members: readonly { memberId: string; metadata: Buffer | null }[]) {
    const owned = new Map(members.map((member) => [member.memberId, parseShards(member.metadata)]))
    const assignment = assignShards(owned, this.#options.shards)
    return [...assignment].map(([memberId, shards]) => ({
      memberId,
      assignment: Buffer.from(JSON.stringify({ owned: shards })),
    }))
  }

  async #stay(generation: Generation, signal: AbortSignal): Promise<void> {
    const { brokers, groupId, agentId, sessionTimeoutMs } = this.#options
    while (!signal.aborted && !this.#rejoin) {
      await delay(Math.min(3_000, sessionTimeoutMs / 3), undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      const sentAt = clocks()
      const { generationId, memberId } = generation
      await brokers.atCoordinator({ kind: 'group', key: groupId, lane }, (coordinator) =>
        callApi(coordinator, 'heartbeatV4', [groupId, generationId, memberId, agentId]),
      )
      this.#renew(sentAt)
    }
  }

  #lose(error: unknown): void {
    this.#memberId = ''
    this.#owned = new Set()
    this.#leaseEndsMs = Number.NEGATIVE_INFINITY
    this.#options.lost(errorText(error))
  }

  #usurped(cause: unknown): StraitError {
    this.#lose(cause)
    const { agentId, groupId } = this.#options
    return new StraitError(
      'ST515',
      `another agent with the id "${agentId}" has joined group ${groupId}. Each agent needs an id of its own: ` +
        'start this one with --id, or stop the other.',
      { cause },
    )
  }

  async #leave(): Promise<void> {
    const { brokers, groupId, agentId } = this.#options
    if (this.#memberId === '') return
    const member = { memberId: this.#memberId, groupInstanceId: agentId, reason: 'agent stops' }
    try {
      const coordinator = await brokers.coordinator('group', groupId, lane)
      await callApi(coordinator, 'leaveGroupV5', [groupId, [member]])
    } catch (error) {
      this.#options.trouble(error, `leaving group ${groupId}`)
    }
  }
}

function clocks(): { monotonicMs: number; wallMs: number } {
  return { monotonicMs: performance.now(), wallMs: Date.now() }
}

/** Bytes of a member or an assignment; anything else than ours reads as "owns nothing". */
function parseShards(data: Buffer | null): number[] {
  if (data === null || data.length === 0) return []
  try {
    const parsed: unknown = JSON.parse(data.toString('utf8'))
    if (typeof parsed !== 'object' || parsed === null || !('owned' in parsed)) return []
    return Array.isArray(parsed.owned) ? parsed.owned.filter((shard) => Number.isInteger(shard)) : []
  } catch {
    return []
  }
}
