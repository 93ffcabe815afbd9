// What happens in the demo, step by step. Everything is real: two Kafka clusters, the published example, the
// command line as users run it.

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { GroupsDocument } from '../src/render/status-document.ts'
import { type Broker, startBroker } from '../test/brokers/broker.ts'
import { findJava } from '../test/brokers/java.ts'
import { KAFKA_VERSION } from '../test/brokers/kafka-jars.ts'
import { prepareKafka } from '../test/brokers/prepare.ts'
import { type Comparison, compareTopics, recordsBefore } from './comparison.ts'
import { countRemote, followCopy } from './live-copy.ts'
import { grouped, type Screen } from './screen.ts'
import { GROUP, ORDERS, PAYMENTS, Shop } from './shop.ts'
import { askStrait, runStrait, startAgent } from './strait-command.ts'

const EXAMPLE = 'examples/active-passive'
const ORDERS_BEFORE = 200_000
const WRITE_SECONDS = 10
const GROUP_LIMIT_MS = 30_000

export interface Stage {
  readonly screen: Screen
  /** For the saved plan and the agent's log; removed at the end. */
  readonly folder: string
  /** Ends what was started, the last first. */
  readonly stack: AsyncDisposableStack
}

export async function tellStory({ screen, folder, stack }: Stage): Promise<void> {
  screen.title('Strait copies Kafka topics between clusters, the GitOps way.')
  const { source, target } = await startClusters(screen, stack)
  const shop = await fillSource(screen, source, stack)
  const variables = [
    ...['--var', `us_bootstrap=${source.bootstrap.join()}`],
    ...['--var', `eu_bootstrap=${target.bootstrap.join()}`],
  ]
  await planAndApply(screen, variables, join(folder, 'plan.json'))
  const agent = stack.use(startAgent([EXAMPLE, ...variables], join(folder, 'agent.log')))
  await copyLive(screen, { shop, target, failed: agent.failed })
  const compared = await compare(screen, { source, target, shop })
  await showGroup(screen, variables, compared)
  screen.step('Stop', 'SIGTERM lets an agent finish what it has in hand. Applied flows stay applied.')
  const code = await agent.stop()
  if (code !== 0) throw new Error(`The agent ended with ${code}`)
  screen.good('the agent has drained and ended with 0')
}

async function startClusters(screen: Screen, stack: AsyncDisposableStack) {
  screen.step('Two Kafka clusters', '"us" serves, "eu" stands by. Real brokers, only for this demo.')
  await prepareKafka((step) => screen.say(`${step} …`))
  const { version } = await findJava()
  screen.progress(`starting Apache Kafka ${KAFKA_VERSION} twice on Java ${version} …`)
  const start = async () => stack.use(await startBroker())
  const [source, target] = await Promise.all([start(), start()])
  screen.good(`us  ${source.bootstrap.join()}   Apache Kafka ${KAFKA_VERSION}`)
  screen.good(`eu  ${target.bootstrap.join()}   Apache Kafka ${KAFKA_VERSION}`)
  return { source, target }
}

async function fillSource(screen: Screen, source: Broker, stack: AsyncDisposableStack): Promise<Shop> {
  screen.step('A shop on "us"', 'Orders, payments in transactions (some aborted), and a consumer group.')
  const shop = stack.use(new Shop(source.bootstrap))
  await shop.open()
  await shop.writeOrders(ORDERS_BEFORE, (done) => screen.progress(`writing orders … ${grouped(done)}`))
  await shop.writePayments(30, 300)
  await shop.commitGroup(0.5)
  const { orders = [], payments = [] } = Object.fromEntries(shop.written)
  screen.good(`orders    ${grouped(sum(orders))} records, ${ORDERS.partitions} partitions, lz4 and gzip`)
  screen.good(
    `payments  ${grouped(sum(payments))} records, ${PAYMENTS.partitions} partitions, in transactions; aborted ones not counted`,
  )
  screen.good(`group "${GROUP}" has read about half of both`)
  return shop
}

async function planAndApply(screen: Screen, variables: readonly string[], planFile: string): Promise<void> {
  screen.step('Plan', `What would ${EXAMPLE} change? Planning only reads.`)
  screen.command(`strait plan ${EXAMPLE} ${variables.join(' ')} --out plan.json`)
  await runStrait(['plan', EXAMPLE, ...variables, '--out', planFile])
  screen.step('Apply', 'Carries out exactly the plan that was shown.')
  screen.command('strait apply plan.json')
  await runStrait(['apply', planFile])
}

async function copyLive(
  screen: Screen,
  { shop, target, failed }: { shop: Shop; target: Broker; failed: Promise<never> },
): Promise<void> {
  screen.step('Copy', `An agent catches up while the shop goes on writing for ${WRITE_SECONDS} seconds.`)
  screen.command(`strait agent ${EXAMPLE} …`)
  const { records, bytes, seconds } = await followCopy(screen, {
    ...{ shop, failed, targetLogDir: target.logDir, writeSeconds: WRITE_SECONDS },
  })
  screen.good(
    `caught up: ${grouped(records)} records, ${(bytes / 1e6).toFixed(0)} MB, in ${seconds.toFixed(1)} s`,
  )
}

async function compare(
  screen: Screen,
  { source, target, shop }: { source: Broker; target: Broker; shop: Shop },
): Promise<Compared> {
  const compared = new Map<string, Comparison>()
  screen.step('Check', 'Both clusters are read with another client: keys, values, headers, times, order.')
  for (const [topic, counts] of shop.written) {
    const remote = `us.${topic}`
    screen.progress(`reading ${topic} twice …`)
    const held = countRemote(target.logDir, remote).counts
    if (held.join() !== counts.join()) {
      throw new Error(
        `${remote} holds ${held.join(' ')} records per partition, but ${counts.join(' ')} were written`,
      )
    }
    const comparison = await compareTopics(
      { bootstrap: source.bootstrap, topic },
      { bootstrap: target.bootstrap, topic: remote },
      counts,
    )
    if (comparison.difference !== undefined) throw new Error(comparison.difference)
    screen.good(`${topic} = ${remote}: ${grouped(comparison.records)} records, all equal, not one more`)
    compared.set(topic, comparison)
  }
  return compared
}

type Compared = ReadonlyMap<string, Comparison>

/** Waits until the group stands on the target, shows where, and holds that against the records read. */
async function showGroup(screen: Screen, variables: readonly string[], compared: Compared): Promise<void> {
  screen.step('Consumer groups', `Where "${GROUP}" would go on at eu: at the very same record.`)
  screen.command(`strait groups ${EXAMPLE} …`)
  const partitions = await translatedGroup(variables)
  for (const { topic, partition, remote_topic, source_offset, target_offset } of partitions) {
    const { source, target } = compared.get(topic)?.offsets ?? { source: [], target: [] }
    const [one, other] = [source[partition], target[partition]]
    const position = `${topic}-${partition}`.padEnd(11) + grouped(source_offset).padStart(8)
    const translated = `${remote_topic}-${partition}`.padEnd(14) + grouped(target_offset ?? -1).padStart(8)
    if (one === undefined || other === undefined) throw new Error(`${topic}-${partition} was not compared`)
    const before = recordsBefore(one, source_offset)
    if (before !== recordsBefore(other, target_offset ?? -1))
      throw new Error(`${position} is not ${translated}`)
    screen.good(`us ${position}  →  eu ${translated}  ${grouped(before).padStart(6)} before`)
  }
  screen.say(
    'Each goes on behind as many records as before. Aborted payments are not copied, so the offsets differ; the record to go on with does not.',
  )
}

type GroupPartition = GroupsDocument['flows'][number]['groups'][number]['partitions'][number]

async function translatedGroup(variables: readonly string[]): Promise<readonly GroupPartition[]> {
  const startedAt = performance.now()
  for (;;) {
    const { flows } = await askStrait<GroupsDocument>(['groups', EXAMPLE, ...variables])
    const group = flows.flatMap(({ groups }) => groups).find((one) => one.group === GROUP)
    const partitions = group?.partitions ?? []
    if (partitions.length > 0 && partitions.every(({ outcome }) => outcome === 'in_place')) return partitions
    if (performance.now() - startedAt > GROUP_LIMIT_MS) throw new Error(`"${GROUP}" has not been translated`)
    await delay(500)
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
