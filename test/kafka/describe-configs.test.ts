import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeConfigs } from '../../src/kafka/messages/describe-configs.ts'
import { Encoder } from '../../src/wire/encoder.ts'

type Config = readonly [name: string, value: string | null, source: number]

/** An answer as a broker writes it. */
function answerOf(topics: readonly (readonly [topic: string, configs: readonly Config[]])[]): Buffer {
  const encoder = new Encoder().int32(0)
  encoder.array(topics, (_, [topic, configs]) => {
    encoder.int16(0).string(null).int8(2).string(topic)
    encoder.array(configs, (__, [name, value, source]) => {
      encoder.string(name).string(value).boolean(false).int8(source).boolean(false)
      encoder
        .array([], () => {})
        .int8(1)
        .string(null)
        .tags()
    })
    encoder.tags()
  })
  return Buffer.concat(encoder.tags().finish())
}

const policy: Config = ['cleanup.policy', 'delete', 5]
const week: Config = ['retention.ms', '604800000', 1]
const day: Config = ['retention.ms', '86400000', 1]

test('topics with the same configs share one list, and every other list is its own', () => {
  const [one, other, third, none] = describeConfigs.decode(
    4,
    answerOf([
      ['orders', [policy, week]],
      ['payments', [policy, day]],
      ['refunds', [policy, week]],
      ['bare', []],
    ]),
  )
  assert.deepEqual(
    [one, other, third, none].map((answer) => [
      answer?.topic,
      answer?.configs.map(({ name, value, source }) => [name, value, source]),
    ]),
    [
      [
        'orders',
        [
          ['cleanup.policy', 'delete', 'default'],
          ['retention.ms', '604800000', 'topic'],
        ],
      ],
      [
        'payments',
        [
          ['cleanup.policy', 'delete', 'default'],
          ['retention.ms', '86400000', 'topic'],
        ],
      ],
      [
        'refunds',
        [
          ['cleanup.policy', 'delete', 'default'],
          ['retention.ms', '604800000', 'topic'],
        ],
      ],
      ['bare', []],
    ],
  )
  assert.equal(one?.configs, third?.configs)
  assert.equal(one?.configs[0], other?.configs[0])
})

test('more lists than are looked for are read all the same', () => {
  const topics = Array.from({ length: 40 }, (_, at) => {
    const retention: Config = ['retention.ms', String(at), 1]
    return [`topic-${at}`, [policy, retention]] as const
  })
  const read = describeConfigs.decode(4, answerOf([...topics, ...topics]))
  assert.deepEqual(
    read.map(({ configs }) => configs[1]?.value),
    [...topics, ...topics].map(([, [, [, value]]]) => value),
  )
})
